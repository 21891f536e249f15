/**
 * What Node, a browser's page and a browser's worker all have, beyond the language itself. Code that runs in all of
 * them is compiled against this and against nothing else of theirs; what is missing here is added when it is needed
 * and all of them have it.
 */

export {};

/** A timer's handle: a number in a browser, an object in Node. Its type is `ReturnType<typeof setTimeout>`. */
interface Timer {
  readonly timer: never;
}

declare global {
  namespace WebAssembly {
    interface Module {
      readonly module: never;
    }
    const Module: new (bytes: Uint8Array) => Module;
    class Instance {
      constructor(module: Module, imports: Readonly<Record<string, never>>);
      readonly exports: Readonly<Record<string, unknown>>;
    }
  }

  function atob(text: string): string;

  class URL {
    constructor(url: string, base?: string);
    hash: string;
    host: string;
    hostname: string;
    href: string;
    readonly origin: string;
    password: string;
    pathname: string;
    port: string;
    protocol: string;
    search: string;
    username: string;
    readonly searchParams: URLSearchParams;
    toString(): string;
    static canParse(url: string, base?: string): boolean;
  }

  class URLSearchParams implements Iterable<[string, string]> {
    constructor(init?: string | Readonly<Record<string, string>>);
    get(name: string): string | null;
    has(name: string): boolean;
    [Symbol.iterator](): IterableIterator<[string, string]>;
  }

  class TextDecoder {
    constructor(encoding?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
    readonly encoding: string;
    decode(bytes?: ArrayBufferView | ArrayBuffer, options?: { readonly stream?: boolean }): string;
  }

  class TextEncoder {
    encode(text?: string): Uint8Array<ArrayBuffer>;
    encodeInto(text: string, target: Uint8Array): { readonly read: number; readonly written: number };
  }

  interface AbortSignal {
    readonly aborted: boolean;
    readonly reason: unknown;
    throwIfAborted(): void;
  }

  class AbortController {
    readonly signal: AbortSignal;
    abort(reason?: unknown): void;
  }

  function setTimeout(callback: () => void, milliseconds?: number): Timer;
  function clearTimeout(timer: Timer | undefined): void;
  function setInterval(callback: () => void, milliseconds?: number): Timer;
  function clearInterval(timer: Timer | undefined): void;
  function queueMicrotask(callback: () => void): void;
  function structuredClone<Value>(value: Value): Value;

  const crypto: {
    getRandomValues<Bytes extends Uint8Array | Uint32Array>(target: Bytes): Bytes;
    randomUUID(): string;
  };

  const performance: { now(): number };
}
