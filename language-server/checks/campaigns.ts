import type { AstNode } from 'langium';
import { AstUtils, GrammarUtils } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import * as ast from '../generated/ast.ts';
import { clauseText } from '../lowering/clause-text.ts';
import { importedDocuments } from '../lowering/lower-model.ts';
import { momentProblem } from '../lowering/moment.ts';
import { seconds } from '../lowering/duration.ts';
import { fileOf, hasName } from '../references/names.ts';
import { nearestNames } from '../references/nearest-names.ts';
import { checkUndecidableParts } from './journeys.ts';
import type { Code } from './codes.ts';
import type { Report } from './report.ts';
import { replaceProperty } from './report.ts';

const DAY = 86_400;

/** What a campaign should say, and why it matters. */
const PARTS: readonly { readonly code: Code; readonly types: readonly string[]; readonly message: string }[] = [
  {
    code: 'campaign-without-goal',
    types: [ast.ObjectiveClause.$type, ast.MovesClause.$type],
    message: 'says nothing about what it is for, so nobody can tell whether it worked. Add `objective "…"` or `moves STAGE to STAGE`.',
  },
  {
    code: 'campaign-without-audience',
    types: [ast.AudienceClause.$type],
    message: 'says nothing about whom it is for, so it counts every contact. Add `audience when …`.',
  },
  {
    code: 'campaign-without-period',
    types: [ast.RunsClause.$type],
    message: 'has no period, so its rates would count everything that ever happened. Add `runs DATE to DATE`.',
  },
  {
    code: 'campaign-without-media',
    types: [ast.ViaClause.$type],
    message: 'says nothing about where it runs, so it cannot be compared with others. Add `via email, social …`.',
  },
  { code: 'campaign-without-measure', types: [ast.CampaignKpi.$type], message: 'has no measure, so its end will not say whether it worked. Add `kpi …`.' },
];

export function checkCampaignParts(campaign: ast.Campaign, report: Report): void {
  if (!hasName(campaign)) return;
  for (const { code, types, message } of PARTS) {
    if (campaign.clauses.some((clause) => types.includes(clause.$type))) continue;
    report(code, `The campaign \`${campaign.name}\` ${message}`, { node: campaign, property: 'name' });
  }
}

export function checkRuns(runs: ast.RunsClause, report: Report): void {
  const { from, to } = runs;
  const problems = (['from', 'to'] as const).flatMap((property) => {
    const text = runs[property];
    if (text === undefined) return [];
    const problem = momentProblem(text) ?? (text.length > 10 ? 'A campaign runs for whole days. Write the date alone.' : undefined);
    return problem === undefined ? [] : [{ property, problem }];
  });
  for (const { property, problem } of problems) report('invalid-date', problem, { node: runs, property });
  if (problems.length > 0 || from === undefined || to === undefined || from <= to) return;
  report('period-reversed', `The campaign ends (${to}) before it begins (${from}), so it would count nothing.`, {
    node: runs,
    fixes: [...replaceBoth(runs, from, to)],
  });
}

function replaceBoth(runs: ast.RunsClause, from: string, to: string): ReturnType<typeof replaceProperty> {
  const edits = [...replaceProperty(runs, 'from', to, ''), ...replaceProperty(runs, 'to', from, '')].flatMap((fix) => fix.edits);
  return edits.length === 2 ? [{ title: 'Swap the dates', edits }] : [];
}

const MEDIA: readonly string[] = ['email', 'social', 'search', 'display', 'sms', 'push', 'in_app', 'web', 'webinar', 'sales'];

export function checkMedium(medium: ast.Medium, report: Report): void {
  const { word } = medium;
  if (word === undefined || MEDIA.includes(word)) return;
  const suggestions = nearestNames(word, MEDIA);
  const hint = suggestions[0] === undefined ? '' : ` Did you mean \`${suggestions[0]}\`?`;
  report('unknown-name', `\`${word}\` is none of the known media (${MEDIA.join(', ')}).${hint} A medium of your own is written as a text: "${word}".`, {
    node: medium,
    suggestions,
    fixes: replaceProperty(medium, 'word', `"${word}"`, `Write "${word}"`),
  });
}

export function checkMediumForPhase(campaign: ast.Campaign, report: Report, services: JourneyServices): void {
  const phase = campaign.clauses.find(ast.isPhaseClause);
  const media = campaign.clauses.filter(ast.isViaClause).flatMap((clause) => clause.media.flatMap(({ word, text }) => word ?? text ?? []));
  const usual = phase?.value && services.validation.DiagnosticSettings.of(AstUtils.getDocument(campaign).uri).usualMedia[phase.value];
  if (!phase?.value || !usual || usual.length === 0 || media.length === 0 || media.some((medium) => usual.includes(medium))) return;
  const via = campaign.clauses.find(ast.isViaClause);
  if (!via) return;
  const message = `A campaign for the phase \`${phase.value}\` usually runs on ${usual.join(' or ')}; ${media.join(', ')} reach${media.length === 1 ? 'es' : ''} contacts in other phases. Add one, or change the setting \`journey.campaigns.usualMedia\`.`;
  report('medium-for-phase', message, { node: via, related: [{ node: phase, message: `The phase is \`${phase.value}\`.` }] });
}

// ---- sends

/** `within` in the condition of a send needs an email before it; what happens later must not leave it open for ever. */
export function checkSendCondition(send: ast.SendClause, report: Report): void {
  if (!send.condition) return;
  if (send.reference) checkUndecidableParts(send, send.condition, true, report);
}

export function checkSendDay(send: ast.SendClause, report: Report): void {
  if (send.day !== undefined && !Number.isSafeInteger(Number(send.day)))
    report('invalid-number', 'The day of a campaign is a whole number from 0.', { node: send, property: 'day' });
}

/** Seconds from the start of the campaign's first day at which a send comes at the earliest. */
function earliest(send: ast.SendClause, sends: readonly ast.SendClause[], seen: ReadonlySet<ast.SendClause> = new Set()): number | undefined {
  if (seen.has(send)) return undefined;
  if (send.day !== undefined) return Number(send.day) * DAY;
  const length = seconds(send.after);
  const before = sends
    .filter((other) => other.email?.ref && other.email.ref === send.reference?.ref)
    .map((other) => earliest(other, sends, new Set([...seen, send])));
  const known = before.filter((one) => one !== undefined);
  return length === undefined || known.length === 0 ? undefined : Math.min(...known) + length;
}

export function checkSendPeriod(campaign: ast.Campaign, report: Report): void {
  const runs = campaign.clauses.find(ast.isRunsClause);
  if (runs?.from === undefined || runs.to === undefined || momentProblem(runs.from) !== undefined || momentProblem(runs.to) !== undefined) return;
  const days = (Date.parse(runs.to.slice(0, 10)) - Date.parse(runs.from.slice(0, 10))) / 86_400_000 + 1;
  if (!(days > 0)) return;
  const sends = campaign.clauses.filter(ast.isSendClause);
  for (const send of sends) {
    const time = earliest(send, sends);
    if (time === undefined || time < days * DAY) continue;
    const day = String(Math.floor(time / DAY));
    report(
      'send-outside-period',
      `This goes out on day ${day} at the earliest, but the campaign's last day is day ${String(days - 1)}, so none of it counts.`,
      {
        node: send,
        related: [{ node: runs, message: `The campaign runs for ${String(days)} day${days === 1 ? '' : 's'}.` }],
      },
    );
  }
}

/** Two sends that reach the same contacts within a day: of one day, or one less than a day after the other. */
export function checkSendsCollide(campaign: ast.Campaign, report: Report): void {
  const sends = campaign.clauses.filter(ast.isSendClause);
  const byDay = new Map<string, ast.SendClause[]>();
  for (const send of sends) {
    const length = seconds(send.after);
    const before = send.reference?.ref && sends.find((other) => other !== send && other.email?.ref === send.reference?.ref);
    if (before && length !== undefined && length < DAY) collide(send, before, report);
    if (send.day === undefined) continue;
    const earlier = byDay.get(send.day) ?? [];
    // With a condition on both they may well go to different contacts.
    const other = earlier.find((one) => !(one.condition && send.condition));
    if (other) collide(send, other, report);
    byDay.set(send.day, [...earlier, send]);
  }
}

function collide(send: ast.SendClause, other: ast.SendClause, report: Report): void {
  report(
    'sends-collide',
    'A contact gets this within a day of another email of the campaign, and the second one usually goes unread. Send it a day later or more.',
    {
      node: send,
      related: [{ node: other, message: 'The other email is sent here.' }],
    },
  );
}

interface PlannedSend {
  readonly campaign: ast.Campaign;
  readonly send: ast.SendClause;
}

/** The same between campaigns that say the same of their audience. */
export function checkCampaignsCollide(file: ast.JourneyFile, report: Report, services: JourneyServices): void {
  const own = file.declarations.filter(ast.isCampaign);
  if (own.length === 0) return;
  const imported = importedDocuments(AstUtils.getDocument(file), services).flatMap((document) => fileOf(document).declarations.filter(ast.isCampaign));
  const byAudience = new Map<string, PlannedSend[]>();
  for (const campaign of [...imported, ...own]) {
    const audience = clauseText(campaign.clauses.find(ast.isAudienceClause)?.condition?.$cstNode);
    if (audience === '') continue;
    for (const send of campaign.clauses.filter(ast.isSendClause)) addTo(byAudience, audience, { campaign, send });
  }
  for (const planned of byAudience.values()) {
    const plan = new SendPlan(planned);
    for (const one of planned) {
      const other = plan.collidesWith(one);
      if (!other || one.campaign.$container !== file) continue;
      const name = `\`${other.campaign.name ?? ''}\``;
      const message = `A contact gets this within a day of an email of ${name}, which has the same audience, and the second one usually goes unread. Send it a day later or more.`;
      report('sends-collide', message, { node: one.send, related: [{ node: other.send, message: 'The other email is sent here.' }] });
    }
  }
}

/** What several campaigns send to one audience, by the day on which it goes out at the earliest. */
class SendPlan {
  private readonly ofEmail = new Map<ast.Email, PlannedSend[]>();
  private readonly byDay = new Map<number, PlannedSend[]>();
  private readonly moments = new Map<ast.SendClause, number | undefined>();

  constructor(planned: readonly PlannedSend[]) {
    for (const one of planned) {
      const email = one.send.email?.ref;
      if (email) addTo(this.ofEmail, email, one);
    }
  }

  /** A send of another campaign, of those that were asked for before or that it waits for itself, within a day of this one. */
  collidesWith(one: PlannedSend): PlannedSend | undefined {
    const [before] = this.waitedFor(one);
    const isSoonAfter = (seconds(one.send.after) ?? DAY) < DAY;
    // Between two of one campaign its own check has told it.
    const awaited = isSoonAfter && before?.campaign !== one.campaign ? before : undefined;
    const moment = this.momentOf(one);
    if (moment === undefined) return awaited;
    const day = Math.floor(moment / DAY);
    const near = [day, day - 1, day + 1].map((number) => this.byDay.get(number) ?? []);
    const isNear = (other: PlannedSend): boolean => other.campaign !== one.campaign && this.areTogether(other, one, moment);
    const other = near.map((sends) => sends.find(isNear)).find((found) => found !== undefined);
    addTo(this.byDay, day, one);
    return awaited ?? other;
  }

  private areTogether(other: PlannedSend, one: PlannedSend, moment: number): boolean {
    // With a condition on both they may well go to different contacts.
    return !(other.send.condition && one.send.condition) && Math.abs((this.momentOf(other) ?? Infinity) - moment) < DAY;
  }

  /** The sends of the email that a send comes after: those of its own campaign, else of the others. */
  private waitedFor({ campaign, send }: PlannedSend): readonly PlannedSend[] {
    const email = send.reference?.ref;
    const all = (email && this.ofEmail.get(email)) ?? [];
    const own = all.filter((other) => other.campaign === campaign);
    return own.length > 0 ? own : all;
  }

  /** Seconds since 1970 at which a send goes out at the earliest; undefined where that is not known. */
  private momentOf(one: PlannedSend): number | undefined {
    const { campaign, send } = one;
    if (this.moments.has(send)) return this.moments.get(send);
    // Emails that wait for each other never go out.
    this.moments.set(send, undefined);
    const first = campaign.clauses.find(ast.isRunsClause)?.from;
    const length = seconds(send.after);
    let moment: number | undefined;
    if (send.day !== undefined) {
      if (first !== undefined && momentProblem(first) === undefined) moment = Date.parse(first.slice(0, 10)) / 1000 + Number(send.day) * DAY;
    } else if (length !== undefined) {
      const known = this.waitedFor(one).flatMap((before) => this.momentOf(before) ?? []);
      if (known.length > 0) moment = Math.min(...known) + length;
    }
    this.moments.set(send, moment);
    return moment;
  }
}

function addTo<Key>(lists: Map<Key, PlannedSend[]>, key: Key, one: PlannedSend): void {
  const list = lists.get(key);
  if (list) list.push(one);
  else lists.set(key, [one]);
}

/** A send to those who have just said that they want none. */
export function checkSendToUnsubscribed(campaign: ast.Campaign, report: Report): void {
  const audience = campaign.clauses.find(ast.isAudienceClause)?.condition;
  for (const send of campaign.clauses.filter(ast.isSendClause)) {
    const channel = send.email?.ref?.clauses.find(ast.isEmailChannelClause)?.channel?.ref;
    const parts = [...conjuncts(audience), ...conjuncts(send.condition)];
    if (parts.some((part) => ast.isSubscribed(part) && part.channel?.ref === channel)) continue;
    const left = parts.find((part) => hasLeft(part, channel));
    if (!left) continue;
    const message = `This goes to contacts that have left \`${channel?.name ?? 'its channel'}\`, which the law forbids nearly everywhere. Send it to others, or take the condition away.`;
    report('send-to-unsubscribed', message, { node: send, related: [{ node: left, message: 'Only contacts that have left get it.' }] });
  }
}

function hasLeft(part: ast.Condition, channel: ast.Channel | undefined): boolean {
  if (ast.isNotCondition(part)) return channel !== undefined && ast.isSubscribed(part.operand) && part.operand.channel?.ref === channel;
  if (!ast.isOccurrence(part) || part.count?.operator === 'most') return false;
  const { pattern } = part;
  if (ast.isUnsubscribedPattern(pattern)) return pattern.all || (channel !== undefined && pattern.channel?.ref === channel);
  return ast.isEmailPattern(pattern) && pattern.verb === 'reported';
}

function conjuncts(condition: ast.Condition | undefined): ast.Condition[] {
  if (!condition) return [];
  return ast.isAndCondition(condition) ? condition.operands.flatMap(conjuncts) : [condition];
}

// ---- audience

/** An audience that nearly every contact belongs to sorts nobody out. */
export function checkAudience(clause: ast.AudienceClause, report: Report): void {
  const { condition } = clause;
  if (!ast.isCampaign(clause.$container) || !condition) return;
  const parts = ast.isOrCondition(condition) ? condition.operands : [condition];
  const everyone = parts.find(isEveryone);
  if (!everyone) return;
  report('audience-everyone', 'Nearly every contact is in this audience, so it says nothing about whom the campaign is for. Ask for what sets them apart.', {
    node: everyone,
  });
}

function isEveryone(part: ast.Condition): boolean {
  if (!ast.isOccurrence(part)) return false;
  const { pattern, count, window } = part;
  if (window && !ast.isEverWindow(window)) return false;
  if (count && !(count.operator === 'least' && Number(count.number) <= 1)) return false;
  if (ast.isPlainPattern(pattern)) return pattern.what === 'been' && !pattern.filter;
  if (!ast.isEmailPattern(pattern) || pattern.filter) return false;
  const any = pattern.emails?.any === true && !pattern.emails.channel && !pattern.emails.campaign;
  return any && (pattern.verb === 'sent' || pattern.verb === 'delivered');
}

// ---- KPIs

export function checkCampaignKpi(kpi: ast.CampaignKpi, report: Report): void {
  checkTarget(kpi, 'target', kpi.target, kpi.contacts, report);
}

/** A target is a whole number of contacts or a share of at most 100%. */
export function checkTarget(node: AstNode, property: string, text: string | undefined, contacts: boolean, report: Report): void {
  const target = Number(text);
  if (text === undefined || Number.isNaN(target) || !GrammarUtils.findNodeForProperty(node.$cstNode, property)) return;
  if (contacts && !Number.isSafeInteger(target)) report('invalid-number', 'A target of contacts is a whole number.', { node, property });
  if (!contacts && target > 100) report('invalid-number', 'A share is at most 100%.', { node, property });
}
