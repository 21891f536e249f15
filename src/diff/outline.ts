import type { Campaign, CampaignKpi, Experiment, Send } from '../model/campaign.ts';
import type { Declaration, Email, Property } from '../model/catalogue.ts';
import type { Condition, EventPattern } from '../model/condition.ts';
import type { Journey, Kpi, Rule, Score, ScoreRule, Segment, Stage } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { SourceDeclaration, SourceEvent } from '../model/source-declaration.ts';
import type { Source } from '../model/source.ts';
import { lengthText } from '../model/length-text.ts';
import type { PartKind, Place } from './model-diff.ts';
import { outlineTest } from './outline-test.ts';
import type { Clause, ClauseFlags, Part } from './part.ts';
import { REMARK, TELLING, clause, each, part, percent } from './part.ts';
import { RecordedNames } from './recorded-names.ts';
import type { Names } from '../model/words.ts';
import { Words, quoted } from '../model/words.ts';

/** What the declarations of a model say, those of imported files included. */
export function outlineModel(model: Model, names: Names): Part[] {
  return new Outline(model, names).parts();
}

const ids = (values: readonly string[]): Clause[] => each('id', values.map(quoted), TELLING);

class Outline {
  private readonly model: Model;
  private readonly names: RecordedNames;
  private readonly words: Words;
  private readonly sentTwice: ReadonlySet<string>;

  constructor(model: Model, names: Names) {
    this.model = model;
    this.names = new RecordedNames(names);
    this.words = new Words(this.names);
    const senders = Map.groupBy(
      model.campaigns.flatMap(({ sends }) => [...new Set(sends.map(({ email }) => email))]),
      (email) => email,
    );
    this.sentTwice = new Set([...senders].flatMap(([email, times]) => (times.length > 1 ? [email] : [])));
  }

  parts(): Part[] {
    const { model } = this;
    return [
      ...[...model.journeys, ...model.importedJourneys].map((journey) => this.journey(journey)),
      ...model.segments.map((segment) => this.segment(segment)),
      ...model.scores.map((score) => this.score(score)),
      ...model.campaigns.map((campaign) => this.campaign(campaign)),
      ...model.experiments.map((experiment) => this.experiment(experiment)),
      ...model.emails.map((email) => this.email(email)),
      ...model.channels.map((channel) => this.declared('channel', channel, true, { clauses: ids(channel.ids) })),
      ...model.forms.map((form) => this.declared('form', form, true, { clauses: ids(form.ids) })),
      ...model.pages.map((page) => this.declared('page', page, true, { clauses: [...ids(page.ids), ...each('url', page.urls.map(quoted), TELLING)] })),
      ...model.activities.map((activity) =>
        this.declared('activity', activity, true, {
          clauses: ids(activity.ids),
          parts: activity.properties.map((property) => this.property('property', property)),
        }),
      ),
      ...model.attributes.map((attribute) => this.property('attribute', attribute)),
      ...model.sources.map((source) => this.source(source)),
      ...model.tests.map((test) => outlineTest(test, this.names, (source) => this.place(source))),
      part('provider', model, { name: 'provider', clauses: clause('provider', model.provider, { matters: false, isDefault: model.provider === 'generic' }) }),
    ];
  }

  /** `label` is what records can name it by, where `isNamedByRecords`. */
  private declared(kind: PartKind, declaration: Declaration, isNamedByRecords: boolean, rest: Partial<Part>): Part {
    const { key, name, label, documentation, source } = declaration;
    return part(kind, declaration, {
      ...rest,
      key,
      name,
      label,
      place: this.place(source),
      uses: this.names.take(),
      clauses: [
        ...clause('label', label === name ? undefined : quoted(label), { matters: isNamedByRecords, tells: true }),
        ...clause('documentation', documentation === undefined ? undefined : quoted(documentation), REMARK),
        ...(rest.clauses ?? []),
      ],
    });
  }

  private place({ file, line }: Source): Place {
    return { file: this.model.files[file] ?? '', line };
  }

  // ---- journeys

  private condition(name: string, condition: Condition | undefined, words: Words, flags: ClauseFlags = {}): Clause[] {
    if (!condition) return [];
    return clause(name, words.condition(condition), {
      key: words.sorted().condition(condition),
      events: eventsOf(condition).map((event) => words.sorted().event(event)),
      asked: { condition, words },
      ...flags,
    });
  }

  private journey(journey: Journey): Part {
    const words = new Words(this.names, journey.key);
    return this.declared('journey', journey, false, {
      clauses: [
        ...clause('goal', journey.goal === '' ? undefined : words.stage(journey.goal)),
        ...this.condition('audience', journey.audience, words, TELLING),
        ...clause('order', journey.order, { isDefault: journey.order === 'sequential' }),
        ...clause('expires', journey.expiresAfter === undefined ? undefined : `after ${lengthText(journey.expiresAfter)}`),
        ...clause('reentry', journey.reentry.kind === 'after' ? `after ${lengthText(journey.reentry.seconds)}` : journey.reentry.kind, {
          isDefault: journey.reentry.kind === 'never',
        }),
        ...clause('consent', journey.consentRequired ? 'required' : undefined),
        ...clause('timezone', quoted(journey.timezone), { isDefault: journey.timezone === 'UTC' }),
      ],
      parts: (['path', 'side'] as const).flatMap((kind) => journey.stages.filter((stage) => stage.kind === kind).map((stage) => this.stage(stage, words))),
    });
  }

  private stage(stage: Stage, words: Words): Part {
    return part('stage', stage, {
      name: stage.name,
      key: stage.name,
      label: stage.label,
      place: this.place(stage.source),
      isOrdered: true,
      clauses: [
        ...clause('label', stage.label === stage.name ? undefined : quoted(stage.label), { matters: false, tells: true }),
        ...clause('documentation', stage.documentation === undefined ? undefined : quoted(stage.documentation), REMARK),
        ...clause('kind', stage.kind === 'side' ? 'side stage' : 'stage of the path', { isDefault: stage.kind === 'path' }),
        ...clause('phase', stage.phase, REMARK),
        ...clause('stalls', stage.stallsAfter === undefined ? undefined : `after ${lengthText(stage.stallsAfter)}`),
        ...each(
          'touchpoint',
          stage.touchpoints.map((key) => this.anyName(key)),
          REMARK,
        ),
        ...clause('owner', stage.owner === undefined ? undefined : quoted(stage.owner), REMARK),
        ...each('note', stage.notes.map(quoted), REMARK),
      ],
      parts: [...stage.rules.map((rule) => this.rule(rule, words)), ...stage.kpis.map((kpi) => this.kpi(kpi, words))],
    });
  }

  private rule(rule: Rule, words: Words): Part {
    const { from, after, when, source } = rule;
    const stages = from.kind === 'stages' ? from.stages.map((stage) => words.stage(stage)) : undefined;
    const origin = stages ? stages.join(', ') : from.kind === 'implied' ? undefined : from.kind;
    const wait = after === undefined ? undefined : `after ${lengthText(after)}`;
    const texts = ['enter', origin === undefined ? '' : `from ${origin}`, wait ?? '', when ? `when ${words.condition(when)}` : ''];
    return part('rule', rule, {
      text: texts.filter((text) => text !== '').join(' '),
      place: this.place(source),
      isOrdered: true,
      clauses: [
        ...clause('from', origin, stages ? { key: stages.toSorted().join(', ') } : {}),
        ...clause('wait', wait, TELLING),
        ...this.condition('when', when, words, TELLING),
      ],
    });
  }

  private kpi(kpi: Kpi, words: Words): Part {
    if (kpi.kind === 'contacts') {
      return part('kpi', kpi, {
        text: `kpi ${String(kpi.target)} contacts`,
        place: this.place(kpi.source),
        clauses: clause('target', `${String(kpi.target)} contacts`),
      });
    }
    const within = kpi.within === undefined ? undefined : lengthText(kpi.within);
    const of = words.stage(kpi.of);
    return part('kpi', kpi, {
      text: `kpi ${percent(kpi.target)} of ${of}${within === undefined ? '' : ` within ${within}`}`,
      place: this.place(kpi.source),
      clauses: [...clause('target', percent(kpi.target)), ...clause('of', of, TELLING), ...clause('window', within)],
    });
  }

  private segment(segment: Segment): Part {
    return this.declared('segment', segment, false, { clauses: this.condition('when', segment.condition, this.words, TELLING) });
  }

  private score(score: Score): Part {
    return this.declared('score', score, false, { parts: score.rules.map((rule) => this.points(rule)) });
  }

  private points(rule: ScoreRule): Part {
    const { points, pattern, source } = rule;
    const [amount, text] = [`${points < 0 ? '-' : '+'}${String(Math.abs(points))}`, this.words.pattern(pattern)];
    return part('points', rule, {
      text: `${amount} when ${text}`,
      place: this.place(source),
      clauses: [
        ...clause('points', amount),
        ...clause('when', text, { key: this.words.sorted().pattern(pattern), events: [this.words.event(pattern.event)], tells: true }),
      ],
    });
  }

  // ---- campaigns

  private campaign(campaign: Campaign): Part {
    const words = new Words(this.names, campaign.journey);
    const { journey, moves, runs, budget } = campaign;
    return this.declared('campaign', campaign, true, {
      // An email that several send belongs to the first of them.
      isOrdered: campaign.sends.some(({ email }) => this.sentTwice.has(email)),
      clauses: [
        ...clause('objective', campaign.objective === undefined ? undefined : quoted(campaign.objective), REMARK),
        ...clause('journey', journey === undefined ? undefined : this.names.of('journey', journey)),
        ...clause('phase', campaign.phase, REMARK),
        ...clause('moves', moves && `${words.stage(moves.from)} to ${words.stage(moves.to)}`),
        ...this.condition('audience', campaign.audience, words, TELLING),
        ...clause('runs', runs && `${runs.from} to ${runs.to}`, TELLING),
        ...each('medium', campaign.media, REMARK),
        // Records say which campaign they belong to by its `utm campaign`.
        ...Object.entries(campaign.utm).flatMap(([name, value]) => each('utm', [`${name} ${quoted(value)}`], { matters: name === 'campaign' })),
        ...clause('budget', budget && `${String(budget.amount)} ${budget.currency}`, REMARK),
      ],
      parts: [...campaign.sends.map((send) => this.send(send, words)), ...campaign.kpis.map((kpi) => this.campaignKpi(kpi, words))],
    });
  }

  private send(send: Send, words: Words): Part {
    const { email, when, condition, source } = send;
    const name = this.names.of('email', email);
    const moment = when.kind === 'day' ? `on day ${String(when.day)}` : `${lengthText(when.seconds)} after ${this.names.of('email', when.email)}`;
    return part('send', send, {
      text: `send ${name} ${moment}${condition ? ` when ${words.condition(condition)}` : ''}`,
      place: this.place(source),
      clauses: [...clause('email', name, TELLING), ...clause('moment', moment), ...this.condition('when', condition, words)],
    });
  }

  private campaignKpi(kpi: CampaignKpi, words: Words): Part {
    const measure = this.measure(kpi, words);
    const target = `${kpi.operator} ${kpi.kind === 'matched' || (kpi.kind === 'reached' && kpi.of === undefined) ? `${String(kpi.target)} contacts` : percent(kpi.target)}`;
    const of = kpi.kind === 'reached' && kpi.of !== undefined ? words.stage(kpi.of) : undefined;
    return part('kpi', kpi, {
      text: `kpi ${measure.text} ${target}${of === undefined ? '' : ` of ${of}`}`,
      place: this.place(kpi.source),
      clauses: [...clause('measure', measure.text, { key: measure.key, tells: true }), ...clause('target', target), ...clause('of', of)],
    });
  }

  private measure(kpi: CampaignKpi, words: Words): { text: string; key: string } {
    switch (kpi.kind) {
      case 'rate': {
        const text = kpi.email === undefined ? kpi.rate : `${kpi.rate} of ${this.names.of('email', kpi.email)}`;
        return { text, key: text };
      }
      case 'reached': {
        const text = `reached ${words.stage(kpi.stage)}`;
        return { text, key: text };
      }
      case 'matched':
        return { text: words.pattern(kpi.pattern), key: words.sorted().pattern(kpi.pattern) };
    }
  }

  private experiment(experiment: Experiment): Part {
    const { measure } = experiment;
    const within = measure?.within === undefined ? '' : ` within ${lengthText(measure.within)}`;
    return this.declared('experiment', experiment, false, {
      clauses: [
        // The first is the control.
        ...clause('variants', experiment.variants.map((email) => this.names.of('email', email)).join(', '), TELLING),
        ...clause('measure', measure && `reached ${this.names.of('journey', measure.journey)}.${this.names.stage(measure.journey, measure.stage)}${within}`),
        ...clause('confidence', percent(experiment.confidence)),
      ],
    });
  }

  // ---- the catalogue

  private email(email: Email): Part {
    return this.declared('email', email, true, {
      clauses: [
        ...ids(email.ids),
        ...clause('channel', email.channel === undefined ? undefined : this.names.of('channel', email.channel)),
        ...clause('subject', email.subject === undefined ? undefined : quoted(email.subject), { matters: false, tells: true }),
        ...clause('status', email.status, { matters: false, isDefault: email.status === 'live' }),
      ],
      parts: email.links.map((link) =>
        part('link', link, {
          name: link.name,
          key: link.name,
          place: this.place(link.source),
          clauses: [
            ...clause('url', quoted(link.url), TELLING),
            ...clause('documentation', link.documentation === undefined ? undefined : quoted(link.documentation), REMARK),
          ],
        }),
      ),
    });
  }

  private property(kind: 'property' | 'attribute', property: Property): Part {
    const { name, type, source } = property;
    return part(kind, property, { name, key: name, place: this.place(source), clauses: clause('type', type) });
  }

  // ---- sources

  private source(source: SourceDeclaration): Part {
    const columns = (prefix: string, named: Readonly<Record<string, string | undefined>>): Clause[] =>
      each(
        'column',
        Object.entries(named).flatMap(([name, column]) => (column === undefined ? [] : [`${prefix}${name} ${quoted(column)}`])),
      );
    return this.declared('source', source, false, {
      clauses: [
        ...clause('path', quoted(source.path), TELLING),
        ...clause('shape', source.shape),
        ...clause('timezone', source.timezone === undefined ? undefined : quoted(source.timezone)),
        ...columns('', source.columns),
        ...columns('property ', source.properties),
        ...columns('attribute ', source.attributes),
        ...each(
          'event',
          source.events.map(({ value, event }) => `${quoted(value)} is ${this.sourceEvent(event)}`),
        ),
        ...clause('every event', source.everyEvent && this.sourceEvent(source.everyEvent)),
        ...clause('contacts', source.contacts === undefined ? undefined : quoted(source.contacts)),
      ],
    });
  }

  private sourceEvent({ event, bounce, activity }: SourceEvent): string {
    return [bounce, event, activity === undefined ? undefined : this.names.of('activity', activity)].filter((text) => text !== undefined).join(' ');
  }

  private anyName(key: string): string {
    const { emails, pages, forms, activities, channels } = this.model;
    const kinds = { email: emails, page: pages, form: forms, activity: activities, channel: channels };
    const kind = (Object.keys(kinds) as (keyof typeof kinds)[]).find((one) => kinds[one].some((declaration) => declaration.key === key));
    return kind === undefined ? key : this.names.of(kind, key);
  }
}

/** The events that a condition asks for, wherever in it they stand. */
function eventsOf(condition: Condition): EventPattern[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap(eventsOf);
    case 'not':
      return eventsOf(condition.operand);
    case 'occurrence':
      return [condition.pattern.event];
    case 'chain':
      return condition.links.map(({ occurrence }) => occurrence.pattern.event);
    default:
      return [];
  }
}
