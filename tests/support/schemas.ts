import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

const folder = join(import.meta.dirname, '../../docs/schemas');
const validators = new Map<string, ValidateFunction>();

/** The document obeys a published schema, after a trip through JSON as a reader gets it. */
export function assertSchema(name: string, document: unknown): void {
  let validate = validators.get(name);
  if (!validate) {
    validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8')) as object);
    validators.set(name, validate);
  }
  assert(validate(JSON.parse(JSON.stringify(document))), JSON.stringify(validate.errors));
}
