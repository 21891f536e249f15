/** A function that gives the width in pixels of a text in this font family. */
export function textMeasure(fontFamily: string): (text: string, size: number, bold: boolean) => number {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size, bold) => {
    // Without a canvas a rough guess, on the wide side: labels are then cut a little early.
    if (context === null) return text.length * size * 0.7;
    context.font = `${bold ? 'bold ' : ''}${String(size)}px ${fontFamily}`;
    return context.measureText(text).width;
  };
}
