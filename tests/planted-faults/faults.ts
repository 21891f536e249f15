/** A mistake of one line in the evaluator: a text that stands exactly once in a file, and what it becomes. */
export interface Fault {
  readonly file: string;
  readonly what: string;
  readonly text: string;
  readonly becomes: string;
}

const inFile = (file: string, faults: readonly (readonly [what: string, text: string, becomes: string])[]): Fault[] =>
  faults.map(([what, text, becomes]) => ({ file: `src/simulator/${file}`, what, text, becomes }));

/** Mistakes that someone could make. The tests have to find every one of them. */
export const FAULTS: readonly Fault[] = [
  ...inFile('counting.ts', [
    ['one record serves two links', 'earlierLinks.length === 0 ? anchor.excluded : [...new Set([...anchor.excluded, ...earlierLinks])]', 'anchor.excluded'],

    ['`within` leaves out its end', 'history.firstAfter(end)', 'history.firstAt(end)'],
    ['`in last` leaves out its end', 'moment.late ? history.firstAfter(first) : history.firstAt(first)', 'history.firstAfter(first)'],
    ['`in last` keeps its end at the deadline', 'moment.late ? history.firstAfter(first) : history.firstAt(first)', 'history.firstAt(first)'],
    [
      'no window is settled in a stage',
      'excluded: excludedAfter(anchor, view), open: !view.outside };',
      'excluded: excludedAfter(anchor, view), open: false };',
    ],
    ['`until` leaves out its end', 'history.firstAfter(window.until)', 'history.firstAt(window.until)'],
    ['used-up records count again', 'number--;', 'number -= 0;'],
    [
      '`at most` counts one too few',
      'return number > count.number ? FALSE : open ? UNDECIDED : TRUE;',
      'return number >= count.number ? FALSE : open ? UNDECIDED : TRUE;',
    ],
    [
      '`exactly` is settled too early',
      'return number > count.number ? FALSE : open ? UNDECIDED : answerOf(number === count.number);',
      'return number > count.number ? FALSE : answerOf(number === count.number);',
    ],
    ['things without an identity are counted', 'if (thing >= 0) things.add(thing);\n    }', 'things.add(thing);\n    }'],
  ]),
  ...inFile('view.ts', [['a deadline takes effect before the records of its time', 'time > deadline || (time === deadline && late)', 'time >= deadline']]),
  ...inFile('answer.ts', [
    ['`not` settles what is undecided', 'answer === UNDECIDED ? UNDECIDED : answer === TRUE ? FALSE : TRUE', 'answer === TRUE ? FALSE : TRUE'],
  ]),
  ...inFile('ask.ts', [
    ['undecided operands are taken for settled', 'return undecided ? UNDECIDED : settles === TRUE ? FALSE : TRUE;', 'return settles === TRUE ? FALSE : TRUE;'],
    [
      'a segment can be undecided',
      'return answerOf(ask(condition.condition, segmentView(view)) === TRUE);',
      'return ask(condition.condition, segmentView(view));',
    ],
    [
      'a segment is asked with the anchor',
      'return answerOf(ask(condition.condition, segmentView(view)) === TRUE);',
      'return answerOf(ask(condition.condition, view) === TRUE);',
    ],
    ['`for` forgets the anchor', 'Math.max(last, anchor && !outside ? anchor.time : -Infinity)', 'last'],
    ['fewer than N last emails are enough', 'if (groups.length < condition.last) return UNDECIDED;', ''],
    ['an attribute holds from its last record', '    since = time;\n', '    since ??= time;\n'],
    ['the first word decides', 'return lastOf(on) > lastOf(off);', 'return lastOf(on) >= 0;'],
  ]),
  ...inFile('chain.ts', [
    [
      'one record serves two links of `ever`',
      'const earlierLinks = [...view.earlierLinks, ...usedUpTo(matches, count)];',
      'const earlierLinks = [...view.earlierLinks];',
    ],
    ['the entering record is no first link', 'if (entry >= 0 && isSignal(signal, entry, view.history)) yield entry;', ''],
    ['a count in a chain is completed one record too early', '< count.number) continue;', '< count.number - 1) continue;'],
  ]),
  ...inFile('last-emails.ts', [
    ['records before the delivery count', 'place === group.place || time < group.time || time', 'place === group.place || time'],
    ['records after the time count', ' || time > group.time + (condition.within ?? Infinity)', ''],
    ['emails whose time is not over are looked at', 'if (over(group.time) && !groups.has(group.identity))', 'if (!groups.has(group.identity))'],
  ]),
  ...inFile('next-change.ts', [
    [
      'the end of `for` is no deadline',
      "case 'for':\n      return ahead(quietSince(signal, view) + window.length, moment);",
      "case 'for':\n      return NEVER;",
    ],
    ['a record growing too old is no deadline', 'return ahead(history.times[signal.records[index]!]! + window.length, moment);', 'return NEVER;'],
    ['deadlines inside segments are missed', 'return nextChange(condition.condition, segmentView(view));', 'return NEVER;'],
    ['dates are no deadlines', 'return Math.min(ahead(window.since, moment), window.until < Infinity ? ahead(window.until, moment) : NEVER);', 'return NEVER;'],
    [
      'the end of an attribute’s `for` is no deadline',
      'return since === undefined ? NEVER : ahead(since + (condition.heldFor ?? 0), view.moment);',
      'return NEVER;',
    ],
  ]),
  ...inFile('counted-records.ts', [
    ['`since STAGE` uses nothing up', "kind === 'none' || kind === 'within' || kind === 'since-stage'", "kind === 'none' || kind === 'within'"],
    ['what is denied begins a pass', 'if (positive) return true;', 'if (positive || true) return true;'],
  ]),
  ...inFile('replay.ts', [
    ['records are not offered again', 'const start = isSide ? this.high : now.first;', 'const start = this.high;'],
    ['a side stage offers records again', 'const start = isSide ? this.high : now.first;', 'const start = now.first;'],
    ['the record that moved is not used up', 'if (further) use(now, place);', ''],
    [
      'a stage is entered twice at one moment',
      'this.isTrue(one, position, moment) && !now.entered.includes(one.stage));',
      'this.isTrue(one, position, moment));',
    ],
    [
      'a wait is over at a record of its time',
      'after !== undefined && !hasPassed(position.visit.entered + after, moment)',
      'after !== undefined && position.visit.entered + after > moment.time',
    ],
    [
      'an expired pass moves on',
      'if (!position || position.pass.expired !== undefined) return undefined;\n    const rule = this.program.stages[position.visit.stage]?.rulesOut.find((one) => this.isTrue(one, position, moment) && !now',
      'if (!position) return undefined;\n    const rule = this.program.stages[position.visit.stage]?.rulesOut.find((one) => this.isTrue(one, position, moment) && !now',
    ],
    ['who reached the goal expires', 'if (stage.hasReachedGoal || stage.isLastOfPath) pass.isSafe = true;', 'if (stage.isLastOfPath) pass.isSafe = true;'],
    ['a side stage is not over', 'const isOver = stage.isLastOfPath || stage.path < 0;', 'const isOver = stage.isLastOfPath;'],
    [
      'a state that stays true begins again',
      'return ask(when, { ...view, moment: { time: now.time, late: false, high: now.late ? this.high : from } }) !== TRUE;',
      'return true;',
    ],
    ['no window outside ignores the pass before', 'anchor: over, origin: over, outside: true', 'anchor: undefined, origin: undefined, outside: true'],
    [
      're-entry forgets its time',
      "if (position && program.reentry.kind === 'after' && !hasPassed(position.pass.began + program.reentry.length, moment)) return undefined;",
      '',
    ],
    ['a stage keeps its first anchor', 'stageAnchors[rule.stage] = anchor;', 'stageAnchors[rule.stage] ??= anchor;'],
    [
      'the audience lets everyone in',
      'if (audience && ask(audience, segmentView(view)) !== TRUE) {',
      'if (audience && ask(audience, segmentView(view)) === 9) {',
    ],
  ]),
  ...inFile('compile.ts', [
    ['flexible tries the nearest stage first', "journey.order === 'flexible' ? path.reverse() : path", 'path'],
    [
      'side stages are tried first',
      "[...(journey.order === 'flexible' ? path.reverse() : path), ...journey.stages.filter((stage) => stage.kind === 'side')]",
      "[...journey.stages.filter((stage) => stage.kind === 'side'), ...(journey.order === 'flexible' ? path.reverse() : path)]",
    ],
    [
      'dates in segments are of the journey’s zone',
      'const condition = this.condition(segment.condition, this.utc);',
      'const condition = this.condition(segment.condition, this.zone);',
    ],
  ]),
  ...inFile('matching/compare.ts', [
    ['`!=` is false on a missing property', "return (text) => text === '' || !test(text);", "return (text) => text !== '' && !test(text);"],
  ]),
  {
    file: 'src/urls/url.ts',
    what: 'a pattern without `?` looks at the query',
    text: "const withQuery = glob.includes('?');",
    becomes: 'const withQuery = true;',
  },
];
