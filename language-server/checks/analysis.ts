import type { LangiumDocument } from 'langium';
import { AstUtils } from 'langium';
import { findInModel } from '../../src/analysis/find.ts';
import type { Finding } from '../../src/analysis/finding.ts';
import type { Journey } from '../../src/model/journey.ts';
import type { Source } from '../../src/model/source.ts';
import type { JourneyServices } from '../core-services.ts';
import * as ast from '../generated/ast.ts';
import { clauseText, nodeAt } from '../lowering/clause-text.ts';
import { importedDocuments, lowerModel } from '../lowering/lower-model.ts';
import { fileOf, stagesOf } from '../references/names.ts';
import type { Related, Report } from './report.ts';
import { remove } from './report.ts';

/** What can never happen and what always does, as far as it follows from the text alone. */
export function checkMeaning(file: ast.JourneyFile, report: Report, services: JourneyServices): void {
  if (!file.declarations.some((one) => ast.isJourney(one) || ast.isSegment(one) || ast.isScore(one) || ast.isCampaign(one))) return;
  const entry = AstUtils.getDocument(file);
  const documents = [entry, ...importedDocuments(entry, services)];
  const model = lowerModel(entry, services, (document) => document.uri.path);
  const parts = new Parts(documents);
  const journeys = file.declarations.filter(ast.isJourney);
  const stages = new Map(journeys.flatMap(stagesOf).map((stage) => [stage.$cstNode?.offset, stage]));
  const enters = new Map(
    journeys.flatMap(stagesOf).flatMap(({ clauses }) => clauses.filter(ast.isEnterClause).map((enter) => [enter.$cstNode?.offset, enter])),
  );
  const whole = new Set(wholeJourneys(journeys, entry).map(({ $cstNode }) => $cstNode?.offset));
  for (const finding of findInModel(model, ({ source }: Journey) => whole.has(source.offset))) {
    const { message, related = [] } = tell(finding, parts);
    const stage = finding.code === 'unreachable-stage' ? stages.get(finding.source.offset) : undefined;
    const enter = finding.code === 'shadowed-rule' ? enters.get(finding.source.offset) : undefined;
    // Of a stage only its name is marked.
    const place = stage ? { node: stage, property: 'name' } : { node: file, source: finding.source };
    report(finding.code, message, { ...place, related, ...(enter ? { unnecessary: true, fixes: remove(enter, 'Remove this `enter`') } : {}) });
  }
}

/** The journeys of which each stage and each clause is written to its end, so that their model lacks nothing. Linear in the text. */
function wholeJourneys(journeys: readonly ast.Journey[], { parseResult }: LangiumDocument): ast.Journey[] {
  const mistakes = [...parseResult.lexerErrors.map((error) => error.offset), ...parseResult.parserErrors.map(({ token }) => token.startOffset)];
  // A mistake at the end of the file has no place, and could belong to any of its parts.
  if (mistakes.some(Number.isNaN)) return [];
  mistakes.sort((one, other) => one - other);
  // Both lists are in order.
  let next = 0;
  return journeys.filter((journey) => {
    if (!journey.$cstNode) return false;
    const { offset, end } = journey.$cstNode;
    while ((mistakes[next] ?? Infinity) < offset) next++;
    return (mistakes[next] ?? Infinity) > end && stagesOf(journey).every(isWritten);
  });
}

const isWritten = ({ name, clauses }: ast.Stage): boolean =>
  name !== undefined && clauses.filter(ast.isEnterClause).every((enter) => (enter.condition ?? enter.after) !== undefined && isLinked(enter));

/** Nothing in it is missing: no name without its declaration, no place where the parser went on after a mistake. */
function isLinked(enter: ast.EnterClause): boolean {
  return AstUtils.streamAst(enter).every((node) => AstUtils.streamReferences(node).every(({ reference }) => 'ref' in reference && reference.ref !== undefined));
}

/** The texts and places of the parts that findings speak of. */
class Parts {
  private readonly documents: readonly LangiumDocument[];

  constructor(documents: readonly LangiumDocument[]) {
    this.documents = documents;
  }

  /** What stands there, the same whatever its layout, shortened where it is long. */
  text(source: Source): string {
    const root = this.documents[source.file]?.parseResult.value.$cstNode;
    const text = clauseText(root && nodeAt(root, source));
    const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
    return `\`${letters.length > 80 ? `${letters.slice(0, 79).join('')}…` : text}\``;
  }

  related(source: Source, message: string): Related[] {
    const document = this.documents[source.file];
    return document ? [{ node: fileOf(document), source, message }] : [];
  }
}

interface Told {
  readonly message: string;
  readonly related?: readonly Related[];
}

function tell(finding: Finding, parts: Parts): Told {
  switch (finding.code) {
    case 'contradiction':
      return tellContradiction(finding, parts);
    case 'tautology':
      return tellTautology(finding, parts);
    case 'shadowed-rule':
      return {
        message:
          'This `enter` never moves a contact: one that is tried before it is true whenever this one is. Write the stricter one first, or remove this one.',
        related: parts.related(finding.earlier, 'This one is tried before it, and is true whenever it is.'),
      };
    case 'unreachable-stage': {
      const further =
        finding.with.length === 0 ? '' : ` Nor into ${listed(finding.with)}, which ${finding.with.length === 1 ? 'leads' : 'lead'} on from there alone.`;
      return {
        message: `No way leads into \`${finding.stage}\`: the stages that it is entered from are never reached themselves.${further} Add an \`enter from\` a stage that is.`,
      };
    }
    case 'same-condition-as-previous-stage': {
      const message = finding.goesOnAtOnce
        ? `This is the condition of \`${finding.previous}\` too, so a contact goes through both at once. Say what is different here.`
        : `This is the condition of \`${finding.previous}\` too, so it asks for the same to happen once more. If that is not meant, say what is different here.`;
      return { message, related: parts.related(finding.earlier, 'The same condition.') };
    }
    case 'returns-at-once':
      return {
        message: `This way back leaves true what led into \`${finding.side}\`, so a contact that takes it is back there at once. Let that condition look at what happens after entering (\`within\`, \`for\`), or wait here for what ends it.`,
        related: parts.related(finding.again, `It is back in \`${finding.side}\` by this.`),
      };
    case 'never-in-time': {
      const [length, expiry] = [lengthText(finding.seconds), lengthText(finding.expiresAfter)];
      return {
        message: finding.isFatal
          ? `This never happens: it takes ${length}, and a pass expires after ${expiry}. Shorten it, or let passes live longer.`
          : `This is never over in time: it takes ${length}, and a pass expires after ${expiry}. Shorten it, or let passes live longer.`,
      };
    }
    case 'could-be-segment':
      return {
        message: `This condition is written ${String(finding.others.length + 1)} times. A segment would say it once, and could be changed in one place.`,
        related: finding.others.flatMap((source) => parts.related(source, 'The same condition.')),
      };
  }
}

function tellContradiction({ about, clash, source }: Extract<Finding, { about: unknown }>, parts: Parts): Told {
  const never = about === 'filter' ? 'No record passes this' : 'This is never true';
  const distinct = clash
    .filter((one, index) => clash.findIndex(({ file, offset }) => file === one.file && offset === one.offset) === index)
    .sort((one, other) => one.file - other.file || one.offset - other.offset);
  if (distinct.length > 1) {
    const related = distinct.flatMap((one) => parts.related(one, 'One of the parts that exclude each other.'));
    return {
      message: `${never}: ${listed(distinct.slice(0, 3).map((one) => parts.text(one)))} exclude each other. Change one of them, or put \`or\` between them.`,
      related,
    };
  }
  switch (about) {
    case 'score':
      return { message: `${never}: the points of this score never add up to that. Change the number, or the score's rules.` };
    case 'occurrence':
      return {
        message: `${never}: the window of ${parts.text(source)} never begins before the contact is here, or ends before it begins. Choose another window.`,
      };
    default:
      return { message: `${never}: no value is like ${parts.text(distinct[0] ?? source)}. Say what was meant.` };
  }
}

function tellTautology({ about, clash }: Extract<Finding, { about: unknown }>, parts: Parts): Told {
  const always = about === 'filter' ? 'Every record passes this' : 'This is always true';
  const related = clash.length < 2 ? [] : clash.flatMap((one) => parts.related(one, 'One of the parts of which one is always true.'));
  return { message: `${always}, so it keeps nobody out. Remove it, or say what was meant.`, related };
}

/** `a`, `b` and `c`. Names are put between marks, texts have theirs. */
function listed(items: readonly string[]): string {
  const marked = items.map((item) => (item.startsWith('`') ? item : `\`${item}\``));
  return marked.length < 2 ? (marked[0] ?? '') : `${marked.slice(0, -1).join(', ')} and ${marked.at(-1) ?? ''}`;
}

const UNITS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;

/** A length in the largest unit that holds it without a fraction. */
function lengthText(seconds: number): string {
  const [size, unit] = UNITS.find(([length]) => seconds % length === 0) ?? [1, 'second'];
  const number = seconds / size;
  return `${String(number)} ${unit}${number === 1 ? '' : 's'}`;
}
