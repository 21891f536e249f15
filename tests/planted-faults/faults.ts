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
      'this.rulesOut().find((one) => this.isTrue(one, moment) && !now.entered.includes(one.stage));',
      'this.rulesOut().find((one) => this.isTrue(one, moment));',
    ],
    [
      'a wait is over at a record of its time',
      'after !== undefined && !hasPassed(this.visit.entered + after, moment)',
      'after !== undefined && this.visit.entered + after > moment.time',
    ],
    [
      'an expired pass moves on',
      'return pass && pass.expired === undefined ? this.program.stages[this.visit.stage]!.rulesOut : NO_RULES;',
      'return pass ? this.program.stages[this.visit.stage]!.rulesOut : NO_RULES;',
    ],
    [
      'who reached the goal expires',
      'if (this.pass && (hasReachedGoal || isLastOfPath)) this.pass.isSafe = true;',
      'if (this.pass && isLastOfPath) this.pass.isSafe = true;',
    ],
    ['a side stage is not over', 'const isOver = isLastOfPath || path < 0;', 'const isOver = isLastOfPath;'],
    ['a rule held back waits for a record only', 'outlook === undefined ? NEVER : this.lookout.nextTouch(outlook, from)', 'NEVER'],
    ['what is true already begins again at once', 'next = this.orSooner(next, lookout.nextTouch(outlook, from), from);', ''],
    ['a deadline at the time of a lone move is missed', 'else if (next !== time) this.takeDeadline(now);', 'else if (next !== time) return;'],
    [
      'a state that stays true begins again',
      'return ask(when, { ...view, moment: { time: now.time, late: false, high: now.late ? this.high : from } }) !== TRUE;',
      'return true;',
    ],
    ['no window outside ignores the pass before', 'anchor: over, origin: over, outside: true', 'anchor: undefined, origin: undefined, outside: true'],
    [
      're-entry forgets its time',
      "if (pass && program.reentry.kind === 'after' && !hasPassed(pass.began + program.reentry.length, moment)) return undefined;",
      '',
    ],
    ['a stage keeps its first anchor', 'this.stageAnchors[number] = anchor;', 'this.stageAnchors[number] ??= anchor;'],
    [
      'the audience lets everyone in',
      'if (audience && ask(audience, segmentView(view)) !== TRUE) {',
      'if (audience && ask(audience, segmentView(view)) === 9) {',
    ],
  ]),
  ...inFile('outlook.ts', [
    ['looking ahead, `at most N` allows one less', 'operands: [atLeast(number + 1)] };', 'operands: [atLeast(number)] };'],
    ['looking ahead, `ever` counts from the anchor', "kind: 'count', isDated: true });\n    case 'dates'", "kind: 'count' });\n    case 'dates'"],
    [
      'looking ahead, a segment has an anchor',
      "kind: 'segment', operands: [outlookOf(condition.condition, true)]",
      "kind: 'segment', operands: [outlookOf(condition.condition, false)]",
    ],
  ]),
  ...inFile('lookout.ts', [
    ['looking ahead, a record after the window counts', 'if (reached > last) reached = NEVER;', ''],
    ['looking ahead, a window is over at its end', 'Math.max(last, since) + 0.5', 'Math.max(last, since)'],
    ['looking ahead, `and` does not wait for all', '      left = still;', '      left = 0;'],
    ['looking ahead, `in last` leaves out its end', '+ length < time) continue;', '+ length <= time) continue;'],
    ['looking ahead, a record does not break the quiet', '        since = time;\n', ''],
    ['looking ahead, records of one time are taken for one', 'return tie < end && times[tie] === time && this.loneAt(time, contact) < 0;', 'return false;'],
    [
      'looking ahead, a contact is known only by what is asked for',
      'if (first !== starts[contact] && !this.isNoticed(one, contact)) continue;',
      'if (!this.isNoticed(one, contact)) continue;',
    ],
    ['looking ahead, deadlines of the rest are missed', 'time + 1), deadlineAt(nextChange(condition, view)));', 'time + 1), NEVER);'],
    ['looking ahead, things are counted twice', 'if (thing < 0 || things.includes(thing)) continue;', 'if (thing < 0) continue;'],
  ]),
  ...inFile('replay-together.ts', [
    ['together, records of one time have an order', 'if (isCrowded || this.stays', 'if (this.stays'],
    ['together, who reached the goal expires', '(isLastOfPath || hasReachedGoal ? 1 : 0)', '(isLastOfPath ? 1 : 0)'],
    ['together, nobody expires', 'else this.expire(index, expires);', ''],
    [
      'together, nobody begins again',
      'if (mayBegin && begins[index]! <= soonest && begins[index]! <= end) state[index] = APART;',
      'if (false) state[index] = APART;',
    ],
    ['together, a second rule does not come first', 'if (rule > 0 && one[index]! >= next[index]!) continue;', 'if (rule > 0) continue;'],
    ['together, everyone is let in', 'if (one[index] === next[index]) list[kept++] = index;', 'if (kept >= 0) list[kept++] = index;'],
    ['together, a wait is forgotten', 'found[index] = after === undefined ? from[index]!', 'found[index] = after !== Infinity ? from[index]!'],
    ['together, what begins at a deadline begins never', 'else this.state[index] = APART;\n    }\n    return kept;', '}\n    return kept;'],
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
