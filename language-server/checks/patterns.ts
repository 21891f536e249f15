import type { CstNode } from 'langium';
import { AstUtils, GrammarUtils } from 'langium';
import type { TextEdit } from 'vscode-languageserver-types';
import type { JourneyServices } from '../core-services.ts';
import * as ast from '../generated/ast.ts';
import { importsOf } from '../references/imports.ts';
import { fileOf } from '../references/names.ts';
import type { Report } from './report.ts';
import { replaceProperty } from './report.ts';

/** Drafts leave no records. */
export function checkDraft(item: ast.EmailItem, report: Report): void {
  const email = item.email?.ref;
  const status = email?.clauses.find(ast.isStatusClause);
  if (!email || status?.value !== 'draft' || AstUtils.hasContainerOfType(item, ast.isTest)) return;
  const message = `\`${email.name ?? ''}\` is a draft, and what happens to a draft is never tracked, so this never matches. Make it \`status live\` once it is sent.`;
  report('draft-email', message, { node: item, related: [{ node: status, message: 'It is a draft here.' }] });
}

/** Leaving one of several channels is not leaving. */
export function checkUnsubscribeScope(file: ast.JourneyFile, report: Report, services: JourneyServices): void {
  const { LangiumDocuments, WorkspaceRoots } = services.shared.workspace;
  const document = AstUtils.getDocument(file);
  let channels: readonly ast.Channel[] | undefined;
  for (const node of AstUtils.streamAllContents(file)) {
    if (!ast.isUnsubscribedPattern(node) || !node.any || ast.isTestRecord(node.$container)) continue;
    channels ??= [document, ...importsOf(document, LangiumDocuments, WorkspaceRoots).flatMap((one) => one.document ?? [])].flatMap((one) =>
      fileOf(one).declarations.filter(ast.isChannel),
    );
    if (channels.length < 2) return;
    const message = `\`any channel\` is also the contact that left \`${channels[0]?.name ?? ''}\` and still reads \`${channels[1]?.name ?? ''}\`. Name the channel, or write \`from all channels\` for those that left altogether.`;
    report('unsubscribe-scope', message, {
      node,
      related: channels.slice(0, 5).map((channel) => ({ node: channel, message: `\`${channel.name ?? ''}\` is one of the channels.` })),
      fixes: scopeFixes(node, channels),
    });
  }
}

function scopeFixes(node: ast.UnsubscribedPattern, channels: readonly ast.Channel[]): ReturnType<typeof replaceProperty> {
  const any = GrammarUtils.findNodeForProperty(node.$cstNode, 'any');
  const channel = GrammarUtils.findNodeForKeyword(node.$cstNode, 'channel');
  if (!any || !channel) return [];
  const scopes: readonly (readonly [first: string, second: string])[] = [
    ['all', 'channels'],
    ...channels.slice(0, 5).flatMap(({ name }) => (name === undefined ? [] : [[name, ''] as const])),
  ];
  return scopes.map(([first, second]) => ({ title: `Write \`from ${`${first} ${second}`.trim()}\``, edits: scopeEdits(any, channel, first, second) }));
}

/** One edit for the two words, or one for each where a comment stands between them. */
function scopeEdits(any: CstNode, channel: CstNode, first: string, second: string): TextEdit[] {
  const areTogether = any.root.fullText.slice(any.end, channel.offset).trim() === '';
  if (areTogether) return [{ range: { start: any.range.start, end: channel.range.end }, newText: `${first} ${second}`.trim() }];
  return [
    { range: any.range, newText: first },
    { range: channel.range, newText: second },
  ];
}

/** Emails that were delivered a minute ago had no chance yet: whoever asks what was not done to them has to say for how long. */
export function checkLastEmailsWindow(occurrence: ast.Occurrence, report: Report): void {
  const { pattern, count, window } = occurrence;
  if (!ast.isEmailPattern(pattern) || pattern.emails?.last === undefined || window) return;
  const denied = ast.isNotCondition(occurrence.$container) || count?.operator === 'most' || count?.operator === 'exactly';
  if (!denied) return;
  const end = occurrence.$cstNode?.range.end;
  report(
    'last-emails-without-window',
    'An email that was delivered a minute ago counts here as not answered, so this turns true with every delivery. Give each its time: `within 7 days of delivery`.',
    {
      node: occurrence,
      fixes: end ? [{ title: 'Add `within 7 days of delivery`', edits: [{ range: { start: end, end }, newText: ' within 7 days of delivery' }] }] : [],
    },
  );
}

/** What a condition cannot be true without: an open alone, something else that a contact or we did, or nothing in particular. */
type Need = 'open' | 'other' | 'nothing';

/** A stage that only an open can reach. */
export function checkOpensOnly(stage: ast.Stage, report: Report): void {
  const enters = stage.clauses.filter(ast.isEnterClause);
  if (enters.length === 0 || !enters.every((enter) => enter.condition && needOf(enter.condition) === 'open')) return;
  const opened = enters.flatMap((enter) => AstUtils.streamAllContents(enter).filter(ast.isEmailPattern).toArray()).filter(({ verb }) => verb === 'opened');
  const [first] = opened;
  if (!first) return;
  const edits = opened.flatMap((pattern) => replaceProperty(pattern, 'verb', 'clicked', '')).flatMap((fix) => fix.edits);
  const message = `Only an open leads into \`${stage.name ?? ''}\`, and many opens are made by machines: mail programs load the pictures of every email. Ask for a click.`;
  report('opens-only', message, { node: first, fixes: [{ title: 'Ask for `clicked`', edits }] });
}

function needOf(condition: ast.Condition): Need {
  switch (condition.$type) {
    case ast.OrCondition.$type: {
      const needs = condition.operands.map(needOf);
      return needs.every((need) => need === 'open') ? 'open' : needs.every((need) => need !== 'nothing') ? 'other' : 'nothing';
    }
    case ast.AndCondition.$type:
      return strongest(condition.operands.map(needOf));
    case ast.ChainCondition.$type:
      return strongest(condition.links.map(needOf));
    case ast.Occurrence.$type: {
      const { pattern, count } = condition;
      if (count?.operator === 'most' || (count?.operator === 'exactly' && Number(count.number) === 0)) return 'nothing';
      // What we send says nothing about the contact.
      if (ast.isEmailPattern(pattern))
        return pattern.verb === 'opened' ? 'open' : pattern.verb === 'sent' || pattern.verb === 'delivered' ? 'nothing' : 'other';
      return 'other';
    }
    default:
      return 'nothing';
  }
}

const strongest = (needs: readonly Need[]): Need => (needs.includes('other') ? 'other' : needs.includes('open') ? 'open' : 'nothing');
