import { dirname, resolve } from 'node:path';
import type { Model } from '../model/model.ts';
import type { SourceDeclaration } from '../model/source-declaration.ts';
import type { SampleFile } from '../worker/protocol.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { findDataFiles } from './find-files.ts';
import { shownPath } from './paths.ts';

export interface Samples {
  readonly files: readonly SampleFile[];
  /** With those of the sources used. */
  readonly contacts: readonly SampleFile[];
}

/**
 * The activity files that `--on` names: sources of the model by name, paths and patterns, relative to `folder`. A file that a
 * source's path names is read as that source says, unless `as` says a shape outright.
 */
export function findSamples(on: readonly string[], contacts: readonly string[], model: Model, as: string | undefined, folder = process.cwd()): Samples {
  const files: SampleFile[] = [];
  const used = new Set<SourceDeclaration>();
  const add = (path: string, source: SourceDeclaration | undefined): void => {
    if (files.some((file) => 'path' in file && file.path === path && file.source === source)) return;
    if (source !== undefined) used.add(source);
    files.push({ ...fileOf(path), ...(as === undefined ? {} : { as }), ...(source === undefined ? {} : { source }) });
  };
  const ofSources = model.sources.map((source) => ({ source, paths: new Set(filesOf(source, model)) }));
  for (const one of on) {
    const named = ofSources.filter(({ source }) => source.name === one);
    if (named.length > 0) {
      for (const { source, paths } of named) {
        if (paths.size === 0) throw noFile(source, source.path);
        for (const path of paths) add(path, source);
      }
      continue;
    }
    for (const path of findDataFiles([one], folder)) add(path, as === undefined ? sourceOf(path, ofSources) : undefined);
  }
  const fromSources = [...used].flatMap((source) => contactsOf(source, model));
  return { files, contacts: [...new Set([...findDataFiles(contacts), ...fromSources])].map(fileOf) };
}

function sourceOf(
  path: string,
  ofSources: readonly { readonly source: SourceDeclaration; readonly paths: ReadonlySet<string> }[],
): SourceDeclaration | undefined {
  const naming = ofSources.filter(({ paths }) => paths.has(path));
  if (naming.length > 1) {
    const names = naming.map(({ source }) => source.name);
    throw new CommandFailure(
      EXIT.usage,
      `${shownPath(path, process.cwd())}: it is a file of the sources ${names.join(' and ')}. Name one of them instead, as in \`on ${names[0]!}\`.`,
    );
  }
  return naming[0]?.source;
}

function contactsOf(source: SourceDeclaration, model: Model): readonly string[] {
  if (source.contacts === undefined) return [];
  const paths = findDataFiles([source.contacts], folderOf(source, model), true);
  if (paths.length === 0) throw noFile(source, source.contacts);
  return paths;
}

const noFile = ({ name }: SourceDeclaration, pattern: string): CommandFailure =>
  new CommandFailure(EXIT.input, `${pattern}: no file has a name like this, which is what the source "${name}" names. Mend the pattern in the source.`);

function filesOf(source: SourceDeclaration, model: Model): readonly string[] {
  return findDataFiles([source.path], folderOf(source, model), true);
}

/** Paths in a file are relative to its folder. */
function folderOf({ source }: SourceDeclaration, model: Model): string {
  return dirname(resolve(model.files[source.file] ?? '.'));
}

const fileOf = (path: string): { name: string; path: string } => ({ name: shownPath(path, process.cwd()), path });
