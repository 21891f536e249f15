/** The part of every-runtime.d.ts that Node's own types have as values but not as types. */

import type * as util from 'node:util';

declare global {
  type TextDecoder = util.TextDecoder;
  type TextEncoder = util.TextEncoder;
}
