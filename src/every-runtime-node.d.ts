/** The parts of every-runtime.d.ts that Node's own types do not have, or have as values but not as types. */

import type * as util from 'node:util';

declare global {
  type TextDecoder = util.TextDecoder;
  type TextEncoder = util.TextEncoder;

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
}
