import type { Value } from '../../src/model/condition.ts';
import type { Expectation, JourneyTest, TestContact, TestMoment, TestRecord } from '../../src/model/journey-test.ts';
import * as ast from '../generated/ast.ts';
import { seconds } from './duration.ts';
import { lowerStageName } from './lower-campaign.ts';
import type { Hole } from './lower-condition.ts';
import { lowerPattern, lowerValue } from './lower-condition.ts';
import type { LoweringContext } from './lowering-context.ts';

const DAY = 86_400;

export function lowerTest(node: ast.Test, context: LoweringContext): JourneyTest | Hole {
  if (node.title === undefined) return undefined;
  const source = context.key(node.source?.ref);
  const journey = context.key(node.journey?.ref);
  return {
    name: node.title,
    ...(source !== undefined ? { on: { source } } : node.path !== undefined ? { on: { path: node.path } } : {}),
    ...(journey === undefined ? {} : { journey }),
    ...(node.starts === undefined ? {} : { starts: node.starts }),
    contacts: node.parts.filter(ast.isTestContact).flatMap((contact) => lowerContact(contact, context) ?? []),
    expectations: node.parts.filter(ast.isExpectation).flatMap((expectation) => lowerExpectation(expectation, context) ?? []),
    source: context.source(node),
  };
}

function lowerContact(node: ast.TestContact, context: LoweringContext): TestContact | Hole {
  if (node.name === undefined) return undefined;
  return {
    name: node.name,
    attributes: valuesOf(node.entries.filter(ast.isTestAttribute)),
    records: node.entries.filter(ast.isTestRecord).flatMap((record) => lowerRecord(record, context) ?? []),
    source: context.source(node),
  };
}

function lowerRecord(node: ast.TestRecord, context: LoweringContext): TestRecord | Hole {
  const pattern = lowerPattern(node.event, context);
  if (node.day === undefined || (node.event && !pattern)) return undefined;
  return {
    seconds: secondsOf(node.day, node.time),
    ...(pattern === undefined ? {} : { event: pattern.event }),
    properties: Object.fromEntries(node.properties.flatMap(({ property, value }) => pair(property?.ref?.name, value))),
    sets: valuesOf(node.sets),
    source: context.source(node),
  };
}

const valuesOf = (attributes: readonly ast.TestAttribute[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(attributes.flatMap(({ attribute, value }) => pair(attribute?.ref?.name, value)));

function pair(name: string | undefined, node: ast.Value | undefined): [string, Value][] {
  const value = node && lowerValue(node);
  return name === undefined || value === undefined ? [] : [[name, value]];
}

function secondsOf(day: string, time: string | undefined): number {
  const [hours = 0, minutes = 0, rest = 0] = (time ?? '').split(':').map(Number);
  return Number(day) * DAY + hours * 3600 + minutes * 60 + rest;
}

function lowerMoment(node: ast.TestMoment | undefined): TestMoment | Hole {
  return node?.day === undefined ? undefined : { seconds: secondsOf(node.day, node.time), wholeDay: node.time === undefined };
}

function lowerExpectation(node: ast.Expectation, context: LoweringContext): Expectation | Hole {
  const source = context.source(node);
  switch (node.$type) {
    case ast.StageExpectation.$type: {
      const [contact, stage, moment] = [node.contact?.ref?.name, lowerStageName(node.stage, context), lowerMoment(node.moment)];
      return contact === undefined || !stage || !moment ? undefined : { kind: 'in-stage', contact, negated: node.negated, stage, moment, source };
    }
    case ast.ReachedExpectation.$type: {
      const [contact, stage] = [node.contact?.ref?.name, lowerStageName(node.stage, context)];
      return contact === undefined || !stage ? undefined : { kind: 'reached-by', contact, negated: node.negated, stage, source };
    }
    case ast.SegmentExpectation.$type: {
      const [contact, segment, moment] = [node.contact?.ref?.name, context.key(node.segment?.ref), lowerMoment(node.moment)];
      return contact === undefined || segment === undefined || !moment
        ? undefined
        : { kind: 'in-segment', contact, negated: node.negated, segment, moment, source };
    }
    case ast.ScoreExpectation.$type: {
      const [contact, score, moment] = [node.contact?.ref?.name, context.key(node.score?.ref), lowerMoment(node.moment)];
      const points = Number(node.points);
      if (contact === undefined || score === undefined || !moment || node.operator === undefined || Number.isNaN(points)) return undefined;
      return { kind: 'score', contact, score, operator: node.operator, points: node.negative ? -points : points, moment, source };
    }
    case ast.CountExpectation.$type: {
      const stage = lowerStageName(node.stage, context);
      const target = Number(node.target);
      if (!stage || node.count === undefined || node.operator === undefined || Number.isNaN(target)) return undefined;
      const unit = node.contacts ? 'contacts' : 'share';
      return { kind: 'stage-count', count: node.count, stage, operator: node.operator, unit, target: unit === 'share' ? target / 100 : target, source };
    }
    case ast.TimeExpectation.$type: {
      const [from, to, length] = [lowerStageName(node.from, context), lowerStageName(node.to, context), seconds(node.duration)];
      if (!from || !to || length === undefined || node.quantile === undefined || node.operator === undefined) return undefined;
      return { kind: 'time', quantile: node.quantile, from, to, operator: node.operator, seconds: length, source };
    }
    case ast.RateExpectation.$type: {
      const email = context.key(node.email?.ref);
      const target = Number(node.percent) / 100;
      if (email === undefined || node.rate === undefined || node.operator === undefined || Number.isNaN(target)) return undefined;
      return { kind: 'rate', rate: node.rate, email, operator: node.operator, target, source };
    }
  }
}
