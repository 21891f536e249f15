import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Licences under which others' code may be in our bundles: each lets it be copied and changed in a program of any licence, if its notice comes along. */
const permissive = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'Unlicense']);

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX identifier, as its manifest says. */
  readonly license: string;
  readonly text: string;
}

/** What esbuild writes about a build, as far as it is used. */
export interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>>;
}

/** The folders of the packages of which something is in a bundle, sorted. Paths are the metafile's. */
export function bundledFolders(metafiles: readonly Metafile[]): string[] {
  const folders = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)].sort();
}

/** Reads what a package says of itself. Throws when it has no licence text: then someone has to look. */
export function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<'name' | 'version' | 'license', string>;
  const files = readdirSync(folder);
  const licence = files.find((file) => /^licen[cs]e(\.\w+)?$/i.test(file));
  if (licence === undefined) throw new Error(`${name} ${version} is in a bundle and has no licence file`);
  // The Apache licence asks for the notice too, where there is one.
  const notice = files.filter((file) => /^notice(\.\w+)?$/i.test(file));
  const texts = [licence, ...notice].map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { name, version, license, text: texts.join('\n\n') };
}

/** The text of THIRD-PARTY-NOTICES.txt, or the packages whose licence nobody has allowed. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): { ok: true; text: string } | { ok: false; problems: string[] } {
  const problems = packages
    .filter(({ license }) => !permissive.has(license))
    .map(({ name, version, license }) => `${name} ${version} is in a bundle under the licence ${license}, which scripts/third-party-notices.ts does not list`);
  if (problems.length > 0) return { ok: false, problems };
  const rule = '-'.repeat(100);
  const sections = packages.map(({ name, version, license, text }) => `${rule}\n${name} ${version} (${license})\n${rule}\n\n${text}\n`);
  return { ok: true, text: `Journey DSL contains code of the following packages.\n\n${sections.join('\n')}` };
}
