import type { Model } from '../model/model.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { findJourneyFiles } from './find-files.ts';
import { readJourneys } from './read-journeys.ts';
import { styleFor } from './style.ts';

/** The model of one `.journey` file. Undefined where it has errors, which are then printed with `refusal`: what was therefore not done. */
export async function readModel(
  file: string,
  root: string | undefined,
  refusal = 'Nothing was simulated: numbers from a file with errors would mislead.',
): Promise<Model | undefined> {
  const [found, ...others] = findJourneyFiles([file]);
  if (found === undefined || others.length > 0 || !found.endsWith('.journey')) throw new CommandFailure(EXIT.usage, `${file}: name one .journey file.`);
  const { diagnostics, modelOf } = await readJourneys([found], root);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return modelOf(found);
  const lines = [...diagnosticsText(errors, styleFor(process.stderr)), refusal];
  process.stderr.write(`${lines.join('\n')}\n`);
  return undefined;
}
