import { createHmac } from 'node:crypto';
import { NODE_CODECS } from '../../../src/activities/containers/codecs-node.ts';
import type { Model } from '../../../src/model/model.ts';
import { needsOf } from '../../../src/pseudonyms/journey-needs.ts';
import type { CopyResult, InputFile } from '../../../src/pseudonyms/pseudonymise-file.ts';
import { pseudonymiseFile } from '../../../src/pseudonyms/pseudonymise-file.ts';
import { StandIns } from '../../../src/pseudonyms/stand-ins.ts';
import { TimeZone } from '../../../src/time/time-zone.ts';
import { textFile } from '../activities/support.ts';

export interface CopyOptions {
  readonly model?: Model;
  readonly as?: string;
  readonly weeks?: number;
  readonly zone?: string;
  readonly keep?: readonly string[];
  readonly key?: string;
  readonly isOfContacts?: boolean;
  readonly source?: NonNullable<InputFile['source']>;
  /** Bytes that come at once. */
  readonly size?: number;
}

/** A file of text with its copy. */
export async function copyOf(name: string, text: string, options: CopyOptions = {}): Promise<{ readonly text: string; readonly result: CopyResult }> {
  const { model, as, weeks = -3, zone = 'UTC', keep = [], key = 'key', isOfContacts = false, source, size = 65_536 } = options;
  let written = '';
  const result = await pseudonymiseFile(
    { ...textFile(name, text, size), ...(as === undefined ? {} : { as }), ...(source === undefined ? {} : { source }), isOfContacts },
    {
      standIns: new StandIns((one) => createHmac('sha256', key).update(one).digest()),
      needs: needsOf(model),
      weeks,
      zone: TimeZone.named(zone)!,
      keep: new Set(keep),
      codecs: NODE_CODECS,
      write: (piece) => {
        written += piece;
        return Promise.resolve();
      },
    },
  );
  return { text: written, result };
}
