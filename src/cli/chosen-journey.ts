import type { Journey } from '../model/journey.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

/** The journey that is named, or the only one there is. */
export function chosenJourney(journeys: readonly Journey[], file: string, name: string | undefined): Journey {
  const [only, ...others] = journeys;
  if (only === undefined) throw new CommandFailure(EXIT.input, `${file}: the file declares no journey.`);
  const chosen = name === undefined ? (others.length === 0 ? only : undefined) : journeys.find((journey) => journey.name === name);
  if (chosen) return chosen;
  const known = `It has ${journeys.map((journey) => journey.name).join(', ')}.`;
  throw new CommandFailure(
    EXIT.usage,
    name === undefined ? `${file}: name one of its journeys with --journey. ${known}` : `${file}: there is no journey "${name}". ${known}`,
  );
}
