import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

export interface ElementSize {
  /** The inner width in pixels; 0 until it is known. */
  readonly width: number;
  /** Of the element's text, in pixels. */
  readonly fontSize: number;
  readonly fontFamily: string;
}

/** The width that an element is given and the font it inherits, kept up to date. */
export function useSize(element: RefObject<HTMLElement | null>): ElementSize {
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
    // With the next frame: a drawing made while sizes are told would change sizes that are being told.
    let frame = 0;
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(read);
    });
    observer.observe(current);
    // Another font size alone leaves this element as it is, but not the page's height.
    observer.observe(document.body);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [element]);
  return size;
}
