import type { AstNode } from 'langium';
import * as ast from '../generated/ast.ts';
import { momentProblem } from '../lowering/moment.ts';
import { checkTarget } from './campaigns.ts';
import { checkValueType } from './compares.ts';
import type { Report } from './report.ts';

/** A test's names are what a report shows, and a contact's are what its expectations mean. */
export function checkTestNames(file: ast.JourneyFile, report: Report): void {
  reportSame(
    file.declarations.filter(ast.isTest),
    'title',
    ({ title }) => title,
    (name) => `Two tests of this file are called "${name}", so a report would not say which has failed. Rename one of them.`,
    report,
  );
}

export function checkTestContacts(test: ast.Test, report: Report): void {
  reportSame(
    test.parts.filter(ast.isTestContact),
    'name',
    ({ name }) => name,
    (name) => `Two contacts of this test are called \`${name}\`, so what is expected would not say of whom. Rename one of them.`,
    report,
  );
}

function reportSame<Node extends AstNode>(
  nodes: readonly Node[],
  property: string,
  nameOf: (node: Node) => string | undefined,
  message: (name: string) => string,
  report: Report,
): void {
  const first = new Map<string, Node>();
  for (const node of nodes) {
    const name = nameOf(node);
    if (name === undefined) continue;
    const other = first.get(name);
    if (other) report('duplicate-name', message(name), { node, property, related: [{ node: other, message: 'It is here already.' }] });
    else first.set(name, node);
  }
}

export function checkTestStart(test: ast.Test, report: Report): void {
  const problem = test.starts === undefined ? undefined : momentProblem(test.starts);
  if (problem !== undefined) report('invalid-date', problem, { node: test, property: 'starts' });
}

/** `day 2 at 09:30`, of a record or an expectation */
export function checkTestTime(node: ast.TestRecord | ast.TestMoment, report: Report): void {
  const { day, time } = node;
  if (day !== undefined && !Number.isSafeInteger(Number(day))) {
    report('invalid-number', 'The day of a test is a whole number from 0; a part of a day is written as a time: `day 2 at 12:00`.', { node, property: 'day' });
  }
  const [hours = 0, minutes = 0, rest = 0] = (time ?? '').split(':').map(Number);
  if (hours > 23 || minutes > 59 || rest > 59) {
    report('invalid-date', `\`${time ?? ''}\` is not a time of the day. The last one is \`23:59:59\`.`, { node, property: 'time' });
  }
}

export function checkTestAttribute(node: ast.TestAttribute, report: Report): void {
  checkValueType(node.attribute?.ref, node, report);
}

export function checkPropertyValue(node: ast.PropertyValue, report: Report): void {
  checkValueType(node.property?.ref, node, report);
}

export function checkExpectedCount(node: ast.CountExpectation, report: Report): void {
  checkTarget(node, 'target', node.target, node.contacts, report);
}

export function checkExpectedRate(node: ast.RateExpectation, report: Report): void {
  checkTarget(node, 'percent', node.percent, false, report);
}

/** A record of a test is one thing that happened: with `any` or a filter it would not say which. */
export function checkTestRecord(record: ast.TestRecord, report: Report): void {
  const { event } = record;
  if (!event) return;
  if (event.filter) {
    report('test-record', 'A record has properties, not a filter on them. Write `with PROPERTY VALUE` in the place of `where …`.', { node: event.filter });
    return;
  }
  const problem = notOneThing(event);
  if (problem !== undefined) report('test-record', `A record of a test is one thing that happened. ${problem}`, { node: event });
}

function notOneThing(event: ast.Pattern): string | undefined {
  switch (event.$type) {
    case ast.EmailPattern.$type:
      if (event.emails && event.emails.items.length !== 1) return 'Name the one email that it was about.';
      return event.url?.includes('*') ? 'Write the whole address that was clicked, without `*`.' : undefined;
    case ast.UnsubscribedPattern.$type:
      return event.any ? 'Write which channel was left, or `from all channels`.' : undefined;
    case ast.SubmittedPattern.$type:
      return event.forms.length === 1 ? undefined : 'Name the one form that was submitted.';
    case ast.VisitedPattern.$type:
      if (event.pages.length !== 1) return 'Name the one page that was visited.';
      return event.pages[0]?.url?.includes('*') ? 'Write the whole address that was visited, without `*`.' : undefined;
    case ast.PerformedPattern.$type:
      return event.activities.length === 1 ? undefined : 'Name the one activity that was performed.';
    case ast.PlainPattern.$type:
      return event.what === 'been' ? '`been active` stands for any of them: write what the contact did.' : undefined;
    case ast.SubscriptionPattern.$type:
      return undefined;
  }
}
