import { useEffect, useState } from 'preact/hooks';

/** True once `active` has been true for so many milliseconds without a break: what ends sooner is not worth a flicker. */
export function useDelayed(active: boolean, milliseconds: number): boolean {
  const [due, setDue] = useState(false);
  useEffect(() => {
    setDue(false);
    if (!active) return undefined;
    const timer = setTimeout(() => setDue(true), milliseconds);
    return () => clearTimeout(timer);
  }, [active, milliseconds]);
  return active && due;
}
