/** What becomes of the keys and values of one record. A path is the keys on the way to a value, with dots between them. */
export interface JsonRules {
  /** The keys below it are those of the record itself. */
  isEnvelope(path: string): boolean;
  /** A text there can hold JSON. */
  isEmbedded(path: string): boolean;
  /** A list of `{"key": …, "value": …}` objects. */
  isPairs(path: string): boolean;
  isDropped(path: string): boolean;
  /** The key itself, or what stands for it. */
  key(path: string, key: string): string;
  /** The text of a value that is not empty; `number`: it is one in the file. */
  value(path: string, text: string): string;
}

/** A JSON text with its keys and values replaced and its layout kept. The text must be valid JSON. */
export function rewriteJson(text: string, rules: JsonRules, path = ''): string {
  return new Rewriter(text, rules).rewrite(path);
}

const SPACE = /[ \t\r\n]/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

class Rewriter {
  readonly #text: string;
  readonly #rules: JsonRules;
  #at = 0;

  constructor(text: string, rules: JsonRules) {
    this.#text = text;
    this.#rules = rules;
  }

  rewrite(path: string): string {
    return this.#space() + this.#value(path) + this.#space();
  }

  #value(path: string): string {
    const first = this.#text[this.#at];
    if (path !== '' && this.#rules.isDropped(path)) {
      this.#skip();
      return 'null';
    }
    if (first === '{') return this.#list('}', () => this.#field(path));
    if (first === '[') return this.#list(']', () => (this.#rules.isPairs(path) ? this.#pair(path) : this.#value(path)));
    return this.#plain(path);
  }

  /** The members of an object or list, with all between them. */
  #list(close: string, member: () => string): string {
    let out = this.#take() + this.#space();
    while (this.#text[this.#at] !== close) {
      out += member() + this.#space();
      if (this.#text[this.#at] === ',') out += this.#take() + this.#space();
    }
    return out + this.#take();
  }

  #field(path: string): string {
    const key = JSON.parse(this.#skip()) as string;
    const own = path === '' || this.#rules.isEnvelope(path) ? key : `${path}.${key}`;
    return JSON.stringify(this.#rules.key(own, key)) + this.#space() + this.#take() + this.#space() + this.#value(own);
  }

  #pair(path: string): string {
    const start = this.#at;
    const text = this.#skip();
    const pair = JSON.parse(text) as { readonly key?: unknown } | null;
    const key = typeof pair === 'object' && typeof pair?.key === 'string' ? pair.key : '';
    const own = `${path}.${key}`;
    this.#at = start;
    return this.#list('}', () => {
      const name = JSON.parse(this.#skip()) as string;
      const before = JSON.stringify(name === 'key' || name === 'value' ? name : this.#rules.key(`${own}.${name}`, name));
      const between = this.#space() + this.#take() + this.#space();
      if (name !== 'key') return before + between + this.#ofPair(own);
      this.#skip();
      return before + between + JSON.stringify(this.#rules.key(own, key));
    });
  }

  /** The value, or one of an object such as `{"string_value": …}`. */
  #ofPair(path: string): string {
    if (this.#text[this.#at] !== '{') return this.#value(path);
    return this.#list('}', () => {
      const name = JSON.parse(this.#skip()) as string;
      const shown = /^(?:string|int|float|double|bool)_value$/.test(name) ? name : this.#rules.key(`${path}.${name}`, name);
      return JSON.stringify(shown) + this.#space() + this.#take() + this.#space() + this.#value(path);
    });
  }

  #plain(path: string): string {
    const token = this.#skip();
    if (token === 'null') return token;
    const isText = token.startsWith('"');
    const text = isText ? (JSON.parse(token) as string) : token;
    if (text === '') return token;
    if (isText && this.#rules.isEmbedded(path) && isJson(text)) return JSON.stringify(rewriteJson(text, this.#rules, path));
    const rewritten = this.#rules.value(path, text);
    if (rewritten === text) return token;
    return !isText && NUMBER.test(rewritten) ? rewritten : JSON.stringify(rewritten);
  }

  /** Passes over one value and returns it. */
  #skip(): string {
    const start = this.#at;
    const first = this.#text[start];
    if (first === '"') {
      for (this.#at++; this.#text[this.#at] !== '"'; this.#at++) if (this.#text[this.#at] === '\\') this.#at++;
      this.#at++;
    } else if (first === '{' || first === '[') {
      this.#at++;
      for (this.#space(); this.#text[this.#at] !== '}' && this.#text[this.#at] !== ']'; this.#space()) {
        if (this.#text[this.#at] === ',' || this.#text[this.#at] === ':') this.#at++;
        else this.#skip();
      }
      this.#at++;
    } else {
      while (this.#at < this.#text.length && !/[\s,\]}]/.test(this.#text[this.#at]!)) this.#at++;
    }
    return this.#text.slice(start, this.#at);
  }

  #take(): string {
    return this.#text[this.#at++] ?? '';
  }

  #space(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && SPACE.test(this.#text[this.#at]!)) this.#at++;
    return this.#text.slice(start, this.#at);
  }
}

/** Whether a text holds an object or a list as JSON. */
export function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
