import { MAX_RECORD_BYTES } from '../limits.ts';

const LF = 0x0a;

/** A name, an equals sign, a value, and a further name: what a form begins with, as a webhook sends it. */
const FORM = /^[a-z_][\w.%[\]-]*=[\w.%+~*-]*&[a-z_]/i;

/** How many of a file's first bytes {@link isForm} looks at. */
export const FORM_BYTES = 256;

/** Whether a file is of forms (`application/x-www-form-urlencoded`), by its first bytes. */
export function isForm(head: Uint8Array): boolean {
  return FORM.test(new TextDecoder('latin1').decode(head));
}

type Value = string | Fields;
type Fields = Map<string, Value>;

/** One form a line as one JSON object a line: `data[email]` is the field `email` in `data`. What is no form stays as it is. */
export async function* formLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = [];
  let length = 0;
  const taken = (last: Uint8Array): Uint8Array => {
    const line = new Uint8Array(length + last.length);
    let at = 0;
    for (const part of [...pending, last]) {
      line.set(part, at);
      at += part.length;
    }
    pending = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      yield asJson(taken(chunk.subarray(from, end + 1)));
      from = end + 1;
    }
    pending.push(chunk.slice(from));
    length += chunk.length - from;
    // Whoever reads the line says that it is too long.
    if (length > MAX_RECORD_BYTES) yield taken(new Uint8Array(0));
  }
  yield asJson(taken(new Uint8Array(0)));
}

function asJson(line: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(line);
  const form = text.trim();
  if (!form.includes('=')) return line;
  const fields: Fields = new Map();
  for (const pair of form.split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) add(fields, decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1)));
  }
  return new TextEncoder().encode(`${JSON.stringify(plain(fields))}${text.endsWith('\n') ? '\n' : ''}`);
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A percent sign that stands for itself.
    return spaced;
  }
}

function add(fields: Fields, name: string, value: string): void {
  const [first = name, ...keys] = name.split(/\]?\[|\]$/).filter((key) => key !== '');
  let at = fields;
  let last = first;
  for (const key of keys) {
    const inner = at.get(last);
    const next: Fields = inner instanceof Map ? inner : new Map<string, Value>();
    at.set(last, next);
    at = next;
    last = key;
  }
  at.set(last, value);
}

/** Null for a prototype, since a form can name a field `__proto__`. */
function plain(fields: Fields): object {
  const object = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of fields) object[name] = value instanceof Map ? plain(value) : value;
  return object;
}
