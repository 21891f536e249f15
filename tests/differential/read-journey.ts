import { lowerModel } from '../../language-server/lowering/lower-model.ts';
import type { Model } from '../../src/model/model.ts';
import { readFiles } from '../support/journeys.ts';

/** The model of a text as the language server reads it; undefined where it finds an error. */
export async function readJourney(text: string): Promise<Model | undefined> {
  const { services, document } = await readFiles({ 'random.journey': text });
  if ((document.diagnostics ?? []).some(({ severity }) => severity === 1)) return undefined;
  return lowerModel(document, services, ({ uri }) => uri.path);
}
