import { activities } from './activities.ts';
import { edits } from './edits.ts';
import { formatting } from './formatting.ts';
import { identities } from './identities.ts';
import { mutations } from './mutations.ts';
import { pairs } from './pairs.ts';
import type { SoakPart } from './soak-part.ts';
import { soundness } from './soundness.ts';
import { strength } from './strength.ts';

/** What `npm run soak` runs, in this order. */
export const PARTS: readonly SoakPart[] = [pairs, identities, activities, mutations, edits, formatting, soundness, strength];
