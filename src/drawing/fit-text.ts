const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The text if it is at most `room` wide, else its longest beginning that fits together with an ellipsis, cut between
 * characters as people see them. `measure` gives the width of a text in the unit of `room`.
 */
export function fitText(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  const characters = Array.from(graphemes.segment(text), (part) => part.segment);
  let fits = 0;
  let tooLong = characters.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (measure(`${characters.slice(0, middle).join('')}…`) <= room) fits = middle;
    else tooLong = middle;
  }
  return `${characters.slice(0, fits).join('').trimEnd()}…`;
}

/** The text in lines of at most `room`, broken between words, and within a word only where that alone is too long. */
export function wrapText(text: string, room: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const take = (part: string): void => {
    const longer = line === '' ? part.trimStart() : line + part;
    if (measure(longer.trimEnd()) <= room || line === '') line = longer;
    else {
      lines.push(line.trimEnd());
      line = part.trimStart();
    }
  };
  for (const word of text.split(/(?<=\s)/u)) {
    if (measure(word.trimEnd()) <= room) take(word);
    else for (const { segment } of graphemes.segment(word)) take(segment);
  }
  if (line !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}
