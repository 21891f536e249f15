import { activities } from './activities.ts';
import { attribution } from './attribution.ts';
import { cancelling } from './cancelling.ts';
import { diagnostics } from './diagnostics.ts';
import { edits } from './edits.ts';
import { formatting } from './formatting.ts';
import { identities } from './identities.ts';
import { mutations } from './mutations.ts';
import { pairs } from './pairs.ts';
import { samples } from './samples.ts';
import type { SoakPart } from './soak-part.ts';
import { soundness } from './soundness.ts';
import { strength } from './strength.ts';

/** What `npm run soak` runs, in this order. */
export const PARTS: readonly SoakPart[] = [
  pairs,
  identities,
  activities,
  cancelling,
  mutations,
  edits,
  formatting,
  diagnostics,
  soundness,
  samples,
  strength,
  attribution,
];
