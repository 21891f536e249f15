/** What is wrong with a string literal: at which code unit of it, and what to do. */
export interface StringProblem {
  readonly index: number;
  readonly length: number;
  readonly message: string;
}

export interface StringValue {
  readonly value: string;
  readonly problems: readonly StringProblem[];
}

const ESCAPES = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['n', '\n'],
  ['t', '\t'],
]);

/**
 * The value of a string literal as written, quotes included. Total: an unknown escape stands for the character after
 * the backslash, a string without its closing quote for the rest of its line; each is among the problems.
 */
export function stringValue(literal: string): StringValue {
  const problems: StringProblem[] = [];
  let value = '';
  let index = 1;
  let closed = false;
  while (index < literal.length) {
    const character = literal.charAt(index);
    if (character === '"') {
      closed = true;
      break;
    }
    if (character !== '\\') {
      value += character;
      index++;
      continue;
    }
    const escaped = literal.charAt(index + 1);
    const code = escaped === 'u' ? /^\\u\{([0-9A-Fa-f]{1,6})\}/.exec(literal.slice(index, index + 10)) : null;
    const point = code?.[1] === undefined ? undefined : parseInt(code[1], 16);
    if (code && point !== undefined && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)) {
      value += String.fromCodePoint(point);
      index += code[0].length;
      continue;
    }
    const known = ESCAPES.get(escaped);
    if (known === undefined) {
      problems.push({ index, length: 2, message: `\`\\${escaped}\` is not an escape. Write \\", \\\\, \\n, \\t or \\u{…} with a code point in hexadecimal.` });
    }
    value += known ?? escaped;
    index += 2;
  }
  if (!closed) problems.push({ index: 0, length: literal.length, message: 'This string has no closing quote. A string ends on its line.' });
  return { value, problems };
}
