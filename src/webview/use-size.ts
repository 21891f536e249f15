import { useLayoutEffect, useState, type MutableRef } from 'preact/hooks';

export interface ElementSize {
  /** The inner width in pixels; 0 until it is known. */
  readonly width: number;
  /** Of the element's text, in pixels. */
  readonly fontSize: number;
  readonly fontFamily: string;
}

/** The width that an element is given and the font it inherits, kept up to date. */
export function useSize(element: MutableRef<HTMLElement | null>): ElementSize {
  const [size, setSize] = useState<ElementSize>({ width: 0, fontSize: 13, fontFamily: 'sans-serif' });
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const read = (): void => {
      const style = getComputedStyle(current);
      const next = { width: Math.floor(current.clientWidth), fontSize: parseFloat(style.fontSize), fontFamily: style.fontFamily };
      setSize((known) => (known.width === next.width && known.fontSize === next.fontSize && known.fontFamily === next.fontFamily ? known : next));
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
