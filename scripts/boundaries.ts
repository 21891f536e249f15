import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import configuration from '../.dependency-cruiser.mjs';

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly comment: string;
}

/** Reads the imports of all files below `folders` of `project` and holds them against the rules of `.dependency-cruiser.mjs`. */
export async function readImports(
  project: string,
  folders: readonly string[],
): Promise<{ readonly modules: ICruiseResult['modules']; readonly violations: readonly Violation[] }> {
  const options: ICruiseOptions = { ...configuration.options, ruleSet: { forbidden: configuration.forbidden }, validate: true, baseDir: project };
  const { output } = await cruise([...folders], options);
  if (typeof output === 'string') throw new Error(`Expected a result, got text: ${output}`);
  const comments = new Map(configuration.forbidden.map((rule) => [rule.name, rule.comment ?? '']));
  const violations = output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to, comment: comments.get(rule.name) ?? '' }));
  return { modules: output.modules, violations };
}

/** The imports between folders as a Mermaid flowchart, always in the same order; a dotted arrow stands for types alone. */
export function drawImports(modules: ICruiseResult['modules']): string {
  const arrows = new Map<string, 'types' | 'run time'>();
  for (const module of modules) {
    const from = roomOf(module.source);
    for (const dependency of module.dependencies) {
      const to = roomOf(dependency.resolved);
      if (from === undefined || to === undefined || from === to) continue;
      const arrow = `${from} ${to}`;
      if (!dependency.dependencyTypes.includes('type-only')) arrows.set(arrow, 'run time');
      else if (!arrows.has(arrow)) arrows.set(arrow, 'types');
    }
  }
  const lines = [...arrows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([arrow, kind]) => {
      const [from = '', to = ''] = arrow.split(' ');
      return `  ${node(from)} ${kind === 'types' ? '-.->' : '-->'} ${node(to)}`;
    });
  return ['%% Written by `npm run generate`. Solid: used at run time; dotted: types alone.', 'flowchart LR', ...lines, ''].join('\n');
}

/** What the picture shows of a file: its folder, the language server in two parts as in the table of docs/architecture.md. */
function roomOf(file: string): string | undefined {
  return /^(src\/[^/]+|language-server\/features|language-server)\//.exec(file)?.[1];
}

function node(room: string): string {
  return `${room.replaceAll(/\W/g, '_')}["${room}"]`;
}
