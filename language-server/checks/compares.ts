import * as ast from '../generated/ast.ts';
import type { Report } from './report.ts';

type PropertyType = NonNullable<ast.Property['type']>;

const TYPE_WORDS: Readonly<Record<PropertyType, string>> = {
  text: 'a text in double quotes',
  number: 'a number',
  flag: '`true` or `false`',
  date: 'a date such as `2026-03-01`',
};

const TYPE_OF_VALUE: Readonly<Record<string, PropertyType>> = {
  [ast.TextValue.$type]: 'text',
  [ast.NumberValue.$type]: 'number',
  [ast.FlagValue.$type]: 'flag',
  [ast.MomentValue.$type]: 'date',
};

const ORDERED: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const TEXTUAL: ReadonlySet<string> = new Set(['contains', 'starts', 'ends', 'matches']);

/** A compare must suit the property's declared type. */
export function checkCompare(compare: ast.Compare, report: Report): void {
  const { name, type } = compare.property?.ref ?? {};
  const { operator } = compare;
  if (name === undefined || type === undefined || operator === undefined) return;
  if (TEXTUAL.has(operator) && type !== 'text') {
    const word = operator === 'starts' || operator === 'ends' ? `${operator} with` : operator;
    report('type-mismatch', `\`${word}\` compares texts, but \`${name}\` is a ${type}.`, { node: compare, property: 'operator' });
    return;
  }
  if (ORDERED.has(operator) && (type === 'text' || type === 'flag')) {
    report('type-mismatch', `\`${operator}\` compares numbers and dates, but \`${name}\` is a ${type}.`, { node: compare, property: 'operator' });
    return;
  }
  compare.values.forEach((value, index) => {
    if (TYPE_OF_VALUE[value.$type] !== type) {
      report('type-mismatch', `\`${name}\` is a ${type}, so it is compared with ${TYPE_WORDS[type]}.`, { node: compare, property: 'values', index });
    }
  });
}

/** A value that a property is given must be of its declared type. */
export function checkValueType(property: ast.Property | undefined, node: ast.TestAttribute | ast.PropertyValue, report: Report): void {
  const { name, type } = property ?? {};
  if (name === undefined || type === undefined || !node.value || TYPE_OF_VALUE[node.value.$type] === type) return;
  report('type-mismatch', `\`${name}\` is a ${type}, so its value is ${TYPE_WORDS[type]}.`, { node, property: 'value' });
}
