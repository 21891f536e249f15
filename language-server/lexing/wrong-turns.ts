import type { IToken, TokenType } from 'chevrotain';

/** A change of the text, by UTF-16 code units. */
interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** What newcomers often write: understood as it was meant, and reported with what to write instead. */
export interface WrongTurn {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly code: 'syntax' | 'sending-side';
  readonly fix?: { readonly title: string; readonly edits: readonly Edit[] };
}

interface Bracket {
  readonly token: IToken;
  /** Of parentheses: whether they group conditions, group filters or hold a list. */
  readonly kind: 'brace' | 'group' | 'filter' | 'list';
  /** `and` and `or` that stand directly in it. */
  readonly joints: IToken[];
  readonly title: string;
  hasWindow: boolean;
}

const PARTICIPLES: Readonly<Record<string, string>> = {
  send: 'sent',
  deliver: 'delivered',
  receive: 'delivered',
  open: 'opened',
  click: 'clicked',
  bounce: 'bounced',
  report: 'reported',
  subscribe: 'subscribed',
  confirm: 'confirmed',
  unsubscribe: 'unsubscribed',
  submit: 'submitted',
  visit: 'visited',
  perform: 'performed',
};
const VERBS: ReadonlySet<string> = new Set([...Object.values(PARTICIPLES), 'been', 'become', 'given', 'withdrawn', 'hard', 'soft']);
const AUXILIARIES: ReadonlySet<string> = new Set(['did', 'does', 'do', 'has', 'have', 'had']);
const BEFORE_CONDITION: ReadonlySet<string> = new Set(['when', 'and', 'or', 'not', 'then', '(']);
/** Those in which something is understood, and those that come before one. */
const DECLARATIONS: ReadonlySet<string> = new Set([
  'channel',
  'email',
  'form',
  'page',
  'activity',
  'segment',
  'score',
  'journey',
  'campaign',
  'experiment',
  'source',
]);
const OPERATORS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const FILTER_WORDS: ReadonlySet<string> = new Set(['contains', 'starts', 'ends', 'matches', 'is', 'in']);
const WINDOW_WORDS: ReadonlySet<string> = new Set(['within', 'in last', 'ever', 'since', 'until', 'for']);
const COUNT_WORDS: ReadonlySet<string> = new Set(['at', 'exactly']);
/** Verbs after which several things stand in parentheses. */
const VERBS_OF_THINGS: ReadonlySet<string> = new Set(['sent', 'delivered', 'opened', 'clicked', 'bounced', 'submitted', 'visited', 'performed']);
const BEFORE_DURATION: ReadonlySet<string> = new Set(['within', 'for', 'after', 'in last']);
/** What `from` can stand behind and be something else than the stages that a rule leads from: a name. */
const BEFORE_NAME: ReadonlySet<string> = new Set([...VERBS, 'of', 'stage', 'goal', 'to', 'in', 'since', 'from', 'enter', '(', ',', '.', '{']);
const SHORT_UNITS: Readonly<Record<string, string>> = {
  ...{ s: 'seconds', sec: 'seconds', secs: 'seconds', m: 'minutes', min: 'minutes', mins: 'minutes', h: 'hours', hr: 'hours', hrs: 'hours' },
  ...{ d: 'days', w: 'weeks', wk: 'weeks', wks: 'weeks' },
};
/** Units of no fixed length, and the days that are usually meant. */
const LOOSE_UNITS: Readonly<Record<string, number>> = { month: 30, months: 30, quarter: 90, quarters: 90, year: 365, years: 365 };
const UNIT = /^(?:second|minute|hour|day|week)s?$/;
const WEEKDAYS = /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|^week(?:days?|ends?)$/i;
const RHYTHM = /^(?:hour|day|morning|evening|night|week|month|quarter|year)$/i;
const RHYTHMS = /^(?:hourly|daily|weekly|monthly)$/i;

const SENDING =
  'A journey replays what happened; when and to whom mail goes out is set in the sender. Leave it out and ask for the record that it leaves, such as `sent` or `delivered`.';

/**
 * Turns tokens that can never be right into those that were meant. Each pattern here is one that the grammar has no
 * reading for, so nothing that is right is ever touched. Linear in the number of tokens.
 */
export function straighten(tokens: readonly IToken[], types: Readonly<Record<string, TokenType>>, text: string): { tokens: IToken[]; wrongTurns: WrongTurn[] } {
  return new Straightener(tokens, types, text).run();
}

class Straightener {
  private readonly tokens: readonly IToken[];
  private readonly types: Readonly<Record<string, TokenType>>;
  private readonly text: string;
  private readonly out: IToken[] = [];
  private readonly wrongTurns: WrongTurn[] = [];
  private readonly brackets: Bracket[] = [];
  private depth = 0;
  private declaration = '';
  /** The names of the journey's stages of the path so far. */
  private path: string[] = [];
  /** Where in `out` the last `enter` or brace stands. */
  private clause = 0;
  private at = 0;

  constructor(tokens: readonly IToken[], types: Readonly<Record<string, TokenType>>, text: string) {
    this.tokens = tokens;
    this.types = types;
    this.text = text;
  }

  run(): { tokens: IToken[]; wrongTurns: WrongTurn[] } {
    while (this.at < this.tokens.length) {
      if (this.missingBrace()) continue;
      if (this.hyphens() || this.labelAlone() || this.otherWord() || this.loudWord() || this.nothing() || this.unit() || this.inTheLast()) continue;
      if (this.severalThings() || this.sharedVerb() || this.bareList() || this.ownJourney() || this.lateFrom() || this.bareWhen() || this.plural()) continue;
      if (this.auxiliary() || this.bareVerb() || this.comparedCount() || this.severalFilters() || this.timeOfDay() || this.rhythm() || this.share()) continue;
      if (this.groupWindow() || this.shareWithoutBase()) continue;
      this.take();
    }
    if (this.depth > 0) this.closeBraces(0);
    return { tokens: this.out, wrongTurns: this.wrongTurns };
  }

  // ---- reading

  private image(ahead = 0): string {
    return this.tokens[this.at + ahead]?.image ?? '';
  }

  private isA(type: string, ahead = 0): boolean {
    return this.tokens[this.at + ahead]?.tokenType.name === type;
  }

  private isName(ahead = 0): boolean {
    return /^\^?[\p{L}_]/u.test(this.image(ahead)) && !this.isA('STRING', ahead);
  }

  /** Whether the next token is the first of its line. */
  private startsLine(): boolean {
    return this.tokens[this.at]?.startLine !== this.tokens[this.at - 1]?.endLine;
  }

  /** Passes on one token as it is. */
  private take(): void {
    const token = this.tokens[this.at];
    if (!token) return;
    this.note(token);
    this.out.push(token);
    this.at++;
  }

  private note(token: IToken): void {
    const { image } = token;
    const inner = this.brackets.at(-1);
    if (this.depth === 0 && (DECLARATIONS.has(image) ? this.isName(1) : image === 'test' && this.isA('STRING', 1))) {
      this.declaration = image;
      this.path = [];
    }
    if (image === 'stage' && this.depth === 1 && this.isName(1) && this.out.at(-1)?.image !== 'side') this.path.push(this.image(1));
    if ((image === 'and' || image === 'or') && inner) inner.joints.push(token);
    if (inner && WINDOW_WORDS.has(image)) inner.hasWindow = true;
    if (image === 'enter' || image === '{' || image === '}') this.clause = this.out.length;
    if (image === '{' || image === '(') this.open(token);
    else if (image === '}') this.close('brace');
    else if (image === ')') this.close('parenthesis');
  }

  private open(token: IToken): void {
    const before = this.out.findLast(({ image }) => image !== 'not')?.image ?? '';
    const outer = this.brackets.at(-1)?.kind;
    const kind = token.image === '{' ? 'brace' : before === 'of' || before === 'in' ? 'list' : before === 'where' || outer === 'filter' ? 'filter' : 'group';
    if (kind === 'brace') this.depth++;
    this.brackets.push({ token, kind, joints: [], hasWindow: false, title: kind === 'brace' ? this.titleBefore() : '' });
  }

  /** `stage browsing` for the brace that follows it. */
  private titleBefore(): string {
    const back = this.out.slice(-3).filter((one) => one.tokenType.name !== 'STRING');
    return back
      .slice(-2)
      .map((one) => one.image)
      .filter((image) => /^[\p{L}_^]/u.test(image))
      .join(' ');
  }

  private close(what: 'brace' | 'parenthesis'): void {
    // A parenthesis that was never closed ends with the braces around it.
    if (what === 'brace') while (this.brackets.length > 0 && this.brackets.at(-1)?.kind !== 'brace') this.brackets.pop();
    else if (this.brackets.at(-1)?.kind === 'brace') return;
    if (this.brackets.pop()?.kind === 'brace') this.depth--;
  }

  // ---- writing

  /** A token that is not in the text, or reads other than it. It stands where `place` stands. */
  private make(type: string, image: string, place: IToken | undefined): IToken[] {
    const tokenType = this.types[type];
    if (!tokenType || !place) return [];
    return [{ ...place, image, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx as number }];
  }

  /** A token of no length before the next one, or at the end. */
  private insert(type: string): void {
    const next = this.tokens[this.at];
    const last = this.tokens.at(-1);
    const place: IToken | undefined = next
      ? { ...next, endOffset: next.startOffset - 1, ...position(next, 'start') }
      : last && { ...last, startOffset: (last.endOffset ?? 0) + 1, endOffset: last.endOffset ?? 0, ...position(last, 'end') };
    this.out.push(...this.make(type, '', place));
  }

  /** Reports the next `count` tokens and goes past them. `instead` is what to write there; without it there is no fix. */
  private report(count: number, message: string, code: WrongTurn['code'], title?: string, instead?: string): void {
    const [first, last] = [this.tokens[this.at], this.tokens[this.at + count - 1]];
    this.at += count;
    if (!first || !last) return;
    const [offset, length] = [first.startOffset, (last.endOffset ?? first.startOffset) + 1 - first.startOffset];
    // What is left out takes the blank before it along.
    const from = instead === '' && this.text.charAt(offset - 1) === ' ' ? offset - 1 : offset;
    const edits = [{ offset: from, length: offset + length - from, text: instead ?? '' }];
    this.wrongTurns.push({ offset, length, message, code, ...(title === undefined ? {} : { fix: { title, edits } }) });
  }

  /** Reports what is in the text from one token to another, which stay. */
  private remark(first: IToken, last: IToken, message: string, fix?: WrongTurn['fix']): void {
    this.wrongTurns.push({ offset: first.startOffset, length: endOf(last) - first.startOffset, message, code: 'syntax', ...(fix ? { fix } : {}) });
  }

  private isAdjacent(ahead: number): boolean {
    const [left, right] = [this.tokens[this.at + ahead], this.tokens[this.at + ahead + 1]];
    return left !== undefined && right !== undefined && endOf(left) === right.startOffset;
  }

  /** Whether a condition begins so many tokens ahead, whatever names there are. */
  private beginsCondition(ahead: number): boolean {
    const [word, next] = [this.image(ahead), this.image(ahead + 1)];
    if (VERBS.has(word) || word === 'not' || word === '(') return true;
    if (word === 'score') return OPERATORS.has(this.image(ahead + 2));
    return `${word} ${next}` === 'contact .' || /^(?:in segment|is subscribed|has consent)$/.test(`${word} ${next}`);
  }

  /** How many tokens ahead the thing ends that begins so many tokens ahead: `teaser`, `teaser.pricing`, `"…/pricing"`. */
  private thingEnd(ahead: number): number | undefined {
    if (this.isA('STRING', ahead)) return ahead + 1;
    if (!this.isName(ahead)) return undefined;
    return this.image(ahead + 1) === '.' && this.isName(ahead + 2) ? ahead + 3 : ahead + 1;
  }

  // ---- the wrong turns, each true where it was taken

  /** `product-teaser` */
  private hyphens(): boolean {
    let end = 0;
    while (this.isName(end) && this.image(end + 1) === '-' && this.isName(end + 2) && this.isAdjacent(end) && this.isAdjacent(end + 1)) end += 2;
    const [first, last] = [this.tokens[this.at], this.tokens[this.at + end]];
    if (end === 0 || !first || !last) return false;
    const written = this.text.slice(first.startOffset, endOf(last));
    const name = written.replaceAll('-', '_');
    this.out.push(...this.make('ID', name, { ...last, startOffset: first.startOffset, ...position(first, 'start'), endColumn: last.endColumn ?? 0 }));
    this.report(end + 1, `A name has letters, digits and \`_\`, so \`${written}\` is none. Write \`${name}\`.`, 'syntax', `Write \`${name}\``, name);
    return true;
  }

  /** `email "Welcome mail"`, `stage "Browsing"` */
  private labelAlone(): boolean {
    const word = this.image();
    const isDeclaration = this.depth === 0 && DECLARATIONS.has(word) && this.startsLine() && !DECLARATIONS.has(this.out.at(-1)?.image ?? '');
    const isStage = this.depth === 1 && this.declaration === 'journey' && word === 'stage';
    const label = this.tokens[this.at + 1];
    if (!(isDeclaration || isStage) || !this.isA('STRING', 1) || !label) return false;
    const words = label.image.toLowerCase().match(/[\p{L}\p{M}\p{Nd}]+/gu) ?? [];
    const name = words.join('_').replace(/^[_\p{Nd}]+/u, '');
    this.take();
    this.out.push(...this.make('ID', name, { ...label, endOffset: label.startOffset - 1, ...position(label, 'start') }));
    const message = `A name comes before the label: other lines call the ${word} by it.`;
    if (name === '') this.remark(label, label, message);
    else {
      const right = `${word} ${name} ${label.image}`;
      const edits = [{ offset: label.startOffset, length: 0, text: `${name} ` }];
      this.remark(label, label, `${message} Write \`${right}\`.`, { title: `Write \`${right}\``, edits });
    }
    this.take();
    return true;
  }

  /** `enter if …`, `segment paying where …` */
  private otherWord(): boolean {
    const word = this.image();
    const back = this.out.slice(-3).filter(({ tokenType }) => tokenType.name !== 'STRING');
    const isIf = word === 'if' && this.beginsCondition(1) && !BEFORE_CONDITION.has(this.out.at(-1)?.image ?? '');
    const isWhere = word === 'where' && this.depth === 0 && back.at(-2)?.image === 'segment' && back.length > 1;
    if (!isIf && !isWhere) return false;
    this.out.push(...this.make('when', 'when', this.tokens[this.at]));
    this.report(1, `A condition begins with \`when\`, not \`${word}\`.`, 'syntax', 'Write `when`', 'when');
    return true;
  }

  /** `AND` */
  private loudWord(): boolean {
    const word = this.image();
    const right = word.toLowerCase();
    if (word === right || !/^(?:and|or|not|then)$/.test(right) || !(this.beginsCondition(1) || this.compareEnd(1) !== undefined)) return false;
    if (BEFORE_CONDITION.has(this.out.at(-1)?.image ?? '') !== (right === 'not')) return false;
    this.out.push(...this.make(right, right, this.tokens[this.at]));
    this.report(1, `The words of the language are in small letters. Write \`${right}\`.`, 'syntax', `Write \`${right}\``, right);
    return true;
  }

  /** `is null`, `is not null`, `!= null` */
  private nothing(): boolean {
    const [word, negated] = [this.image(), this.image(1) === 'not'];
    const isCompared = word === '==' || word === '!=';
    const value = this.image(word === 'is' && negated ? 2 : 1);
    if (
      !(isCompared && /^(?:null|none|nil|undefined)$/i.test(value)) &&
      !(word === 'is' && (negated ? /^(?:null|empty|missing|present)$/i : /^(?:null|empty)$/i).test(value))
    )
      return false;
    const isPresent = word === '!=' || (word === 'is' && negated && value !== 'present');
    const right = isPresent ? 'present' : 'missing';
    const count = word === 'is' && negated ? 3 : 2;
    const place = this.tokens[this.at];
    this.out.push(...this.make('is', 'is', place), ...this.make(right, right, this.tokens[this.at + count - 1]));
    this.report(
      count,
      `Whether there is a value is asked by \`is missing\` and \`is present\`. Write \`is ${right}\`.`,
      'syntax',
      `Write \`is ${right}\``,
      `is ${right}`,
    );
    return true;
  }

  /** `within 2d`, `for 3 months`, `after 2 Days` */
  private unit(): boolean {
    if (!this.isA('NUMBER') || !this.isName(1) || !BEFORE_DURATION.has(this.out.at(-1)?.image ?? '')) return false;
    const [number, word] = [this.image(), this.image(1)];
    const small = word.toLowerCase();
    const days = Object.hasOwn(LOOSE_UNITS, small) ? LOOSE_UNITS[small] : undefined;
    const unit = days !== undefined ? 'days' : Object.hasOwn(SHORT_UNITS, small) ? SHORT_UNITS[small] : UNIT.test(small) ? small : undefined;
    if (unit === undefined || unit === word) return false;
    const right = `${String(Number(number) * (days ?? 1))} ${unit}`;
    const [first, second] = [this.tokens[this.at], this.tokens[this.at + 1]];
    this.out.push(...this.make('NUMBER', String(Number(number) * (days ?? 1)), first), ...this.make(unit, unit, second));
    const message =
      days === undefined
        ? `The units of time are \`seconds\`, \`minutes\`, \`hours\`, \`days\` and \`weeks\`, written out. Write \`${right}\`.`
        : `A ${small.replace(/s$/, '')} has no fixed length, and windows are exact. Write it in days, such as \`${right}\`.`;
    this.report(2, message, 'syntax', `Write \`${right}\``, right);
    return true;
  }

  /** `in the last 7 days`, `within last 7 days`, `in past 7 days` */
  private inTheLast(): boolean {
    if (!/^(?:in|within|during|over)$/.test(this.image())) return false;
    const last = this.image(1) === 'the' ? 2 : 1;
    if (!/^(?:last|past)$/.test(this.image(last)) || !this.isA('NUMBER', last + 1)) return false;
    this.out.push(...this.make('in last', 'in last', this.tokens[this.at]));
    const inner = this.brackets.at(-1);
    if (inner) inner.hasWindow = true;
    this.report(last + 1, 'The window that looks back is `in last`, such as `in last 7 days`.', 'syntax', 'Write `in last`', 'in last');
    return true;
  }

  /** `clicked teaser, offer` */
  private severalThings(): boolean {
    const before = this.out.at(-1)?.image ?? '';
    if (!VERBS_OF_THINGS.has(this.image()) || !(BEFORE_CONDITION.has(before) || before === 'hard' || before === 'soft')) return false;
    let end = this.image(1) === 'any' ? undefined : this.thingEnd(1);
    const single = end;
    while (end !== undefined && this.image(end) === ',') {
      const next = this.thingEnd(end + 1);
      if (next === undefined) break;
      end = next;
    }
    const [first, last] = [this.tokens[this.at + 1], this.tokens[this.at + (end ?? 0) - 1]];
    if (end === undefined || end === single || !first || !last) return false;
    this.take();
    for (const type of ['any', 'of', '(']) this.insert(type);
    for (let index = 1; index < end; index++) this.take();
    this.insert(')');
    this.remark(first, last, 'Several things, of which one is enough, stand in parentheses. Write `any of ( … )`.', {
      title: 'Write `any of ( … )`',
      edits: [
        { offset: first.startOffset, length: 0, text: 'any of (' },
        { offset: endOf(last), length: 0, text: ')' },
      ],
    });
    return true;
  }

  /** `clicked teaser or offer` */
  private sharedVerb(): boolean {
    const joint = this.image();
    const [verb, name] = this.out.at(-2)?.image === '.' ? [this.out.at(-4), this.out.at(-1)] : [this.out.at(-2), this.out.at(-1)];
    const next = this.tokens[this.at + 1];
    if ((joint !== 'or' && joint !== 'and') || !verb || !VERBS_OF_THINGS.has(verb.image) || !name || !/^\^?[\p{L}_]/u.test(name.image) || !next) return false;
    const end = this.thingEnd(1);
    const after = end === undefined ? '' : this.image(end);
    const isThing = this.isName(1) && !this.beginsCondition(1) && !Object.hasOwn(PARTICIPLES, next.image) && !AUXILIARIES.has(next.image);
    if (end === undefined || !isThing || next.image === 'any' || next.image === 'contact' || OPERATORS.has(after) || FILTER_WORDS.has(after)) return false;
    if (this.brackets.at(-1)?.kind === 'filter' || this.brackets.at(-1)?.kind === 'list') return false;
    this.take();
    this.out.push(...this.make(verb.tokenType.name, verb.image, { ...next, endOffset: next.startOffset - 1, ...position(next, 'start') }));
    const last = this.tokens[this.at + end - 2] ?? next;
    for (let index = 1; index < end; index++) this.take();
    this.remark(next, last, `Each condition has a verb of its own. Write \`${joint} ${verb.image} …\`.`, {
      title: `Write \`${verb.image}\` again`,
      edits: [{ offset: next.startOffset, length: 0, text: `${verb.image} ` }],
    });
    return true;
  }

  /** `contact.country in "DE", "AT"` */
  private bareList(): boolean {
    if (this.image() !== 'in' || !/^(?:\.|where|\(|and|or|not)$/.test(this.out.at(-2)?.image ?? '')) return false;
    const isValue = (ahead: number): boolean => ['STRING', 'NUMBER', 'MOMENT'].some((type) => this.isA(type, ahead));
    if (!isValue(1)) return false;
    let end = 2;
    while (this.image(end) === ',' && isValue(end + 1)) end += 2;
    const [first, last] = [this.tokens[this.at + 1], this.tokens[this.at + end - 1]];
    if (!first || !last) return false;
    this.take();
    this.insert('(');
    for (let index = 1; index < end; index++) this.take();
    this.insert(')');
    this.remark(first, last, 'The values after `in` stand in parentheses. Write `in ( … )`.', {
      title: 'Put the values into parentheses',
      edits: [
        { offset: first.startOffset, length: 0, text: '(' },
        { offset: endOf(last), length: 0, text: ')' },
      ],
    });
    return true;
  }

  /** `enter from nurture.interested` within the journey */
  private ownJourney(): boolean {
    const [before, last] = [this.out.at(-2)?.image, this.out.at(-1)?.image];
    if (this.declaration !== 'journey' || !(last === 'goal' || (last === 'from' && before === 'enter'))) return false;
    const [first, dot, stage] = this.tokens.slice(this.at, this.at + 3);
    if (!this.isName() || dot?.image !== '.' || !this.isName(2) || !first || !stage) return false;
    this.at += 2;
    this.take();
    this.remark(first, stage, `Inside its journey a stage is called by its name alone. Write \`${stage.image}\`.`, {
      title: `Write \`${stage.image}\``,
      edits: [{ offset: first.startOffset, length: stage.startOffset - first.startOffset, text: '' }],
    });
    return true;
  }

  /** `enter when clicked teaser from browsing` */
  private lateFrom(): boolean {
    if (this.image() !== 'from' || this.declaration !== 'journey' || this.depth !== 2 || BEFORE_NAME.has(this.out.at(-1)?.image ?? '')) return false;
    const [enter, next] = [this.out[this.clause], this.out[this.clause + 1]];
    if (enter?.image !== 'enter' || !next || !/^(?:when|after)$/.test(next.image) || !this.isName(1)) return false;
    let end = 2;
    while (this.image(end) === ',' && this.isName(end + 1)) end += 2;
    const tokens = this.tokens.slice(this.at, this.at + end);
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (!first || !last) return false;
    this.out.splice(this.clause + 1, 0, ...tokens);
    this.at += end;
    const words = this.text.slice(first.startOffset, endOf(last));
    const start = endBefore(this.text, first.startOffset);
    this.remark(first, last, `The stages that a rule leads from stand before \`${next.image}\`. Write \`enter ${words} ${next.image} …\`.`, {
      title: `Write \`${words}\` before \`${next.image}\``,
      edits: [
        { offset: next.startOffset, length: 0, text: `${words} ` },
        { offset: start, length: endOf(last) - start, text: '' },
      ],
    });
    return true;
  }

  /** `stage browsing { when …` */
  private bareWhen(): boolean {
    const when = this.tokens[this.at];
    if (this.image() !== 'when' || !when || this.out.at(-1)?.image !== '{' || !this.brackets.at(-1)?.title.startsWith('stage ')) return false;
    this.insert('enter');
    this.take();
    this.remark(when, when, 'What leads into a stage begins with `enter`. Write `enter when …`.', {
      title: 'Write `enter when`',
      edits: [{ offset: when.startOffset, length: 0, text: 'enter ' }],
    });
    return true;
  }

  /** `clicked any emails` */
  private plural(): boolean {
    const right = this.image(1).replace(/s$/, '');
    if (!/^(?:any|all)$/.test(this.image()) || !/^(?:emails|forms|pages)$/.test(this.image(1)) || !VERBS_OF_THINGS.has(this.out.at(-1)?.image ?? ''))
      return false;
    this.out.push(...this.make('any', 'any', this.tokens[this.at]), ...this.make(right, right, this.tokens[this.at + 1]));
    this.report(2, `One is enough, whichever it is. Write \`any ${right}\`.`, 'syntax', `Write \`any ${right}\``, `any ${right}`);
    return true;
  }

  /** `did not click`, `has clicked` */
  private auxiliary(): boolean {
    if (!AUXILIARIES.has(this.image()) || !BEFORE_CONDITION.has(this.out.at(-1)?.image ?? '')) return false;
    const negated = this.image(1) === 'not';
    const word = this.image(negated ? 2 : 1);
    const verb = Object.hasOwn(PARTICIPLES, word) ? PARTICIPLES[word] : VERBS.has(word) ? word : undefined;
    if (verb === undefined) return false;
    const [first, last] = [this.tokens[this.at], this.tokens[this.at + (negated ? 2 : 1)]];
    if (negated) this.out.push(...this.make('not', 'not', first));
    this.out.push(...this.make(verb, verb, last));
    const right = negated ? `not ${verb}` : verb;
    const message = `Every condition begins after a silent “has”, so \`${this.image()}\` is left out. Write \`${right} …\`.`;
    this.report(negated ? 3 : 2, message, 'syntax', `Write \`${right}\``, right);
    return true;
  }

  /** `when click teaser` */
  private bareVerb(): boolean {
    const word = this.image();
    const verb = Object.hasOwn(PARTICIPLES, word) ? PARTICIPLES[word] : undefined;
    // An email can be called `when`, and the next clause begin with `send`.
    if (verb === undefined || this.startsLine() || !BEFORE_CONDITION.has(this.out.at(-1)?.image ?? '')) return false;
    const inner = this.brackets.at(-1)?.kind;
    if (inner === 'list' || inner === 'filter' || !(this.isName(1) || this.isA('STRING', 1)) || FILTER_WORDS.has(this.image(1))) return false;
    this.out.push(...this.make(verb, verb, this.tokens[this.at]));
    this.report(1, `Every verb follows a silent “has”: \`${verb}\`, not \`${word}\`.`, 'syntax', `Write \`${verb}\``, verb);
    return true;
  }

  /** `more than 3 times` */
  private comparedCount(): boolean {
    const word = this.image();
    if (!/^(?:more|less|fewer)$/.test(word) || this.image(1) !== 'than' || !this.isA('NUMBER', 2)) return false;
    const number = Number(this.image(2));
    const more = word === 'more';
    const limit = String(more ? Math.floor(number) + 1 : Math.max(0, Math.ceil(number) - 1));
    const [first, second, third] = this.tokens.slice(this.at, this.at + 3);
    const operator = more ? 'least' : 'most';
    this.out.push(...this.make('at', 'at', first), ...this.make(operator, operator, second), ...this.make('NUMBER', limit, third));
    const message = `A count is \`at least\`, \`at most\` or \`exactly\`, so that nobody has to ask whether the number itself counts. Write \`at ${operator} ${limit}\`.`;
    this.report(3, message, 'syntax', `Write \`at ${operator} ${limit}\``, `at ${operator} ${limit}`);
    return true;
  }

  /** `where topic == "a" and seats > 2` */
  private severalFilters(): boolean {
    if (this.image() !== 'where') return false;
    let end = this.compareEnd(1);
    let several = false;
    while (end !== undefined && (this.image(end) === 'and' || this.image(end) === 'or')) {
      const next = this.compareEnd(end + 1);
      if (next === undefined) break;
      several = true;
      end = next;
    }
    if (!several || end === undefined) return false;
    this.take();
    const [first, last] = [this.tokens[this.at], this.tokens[this.at + end - 2]];
    this.insert('(');
    for (let index = 1; index < end; index++) this.take();
    this.insert(')');
    if (!first || !last) return true;
    const stop = (last.endOffset ?? 0) + 1;
    this.wrongTurns.push({
      offset: first.startOffset,
      length: stop - first.startOffset,
      message: 'Several filters stand in parentheses; without them it would not show where the filter ends and the condition goes on. Write `where ( … )`.',
      code: 'syntax',
      fix: {
        title: 'Put the filters into parentheses',
        edits: [
          { offset: first.startOffset, length: 0, text: '(' },
          { offset: stop, length: 0, text: ')' },
        ],
      },
    });
    return true;
  }

  /** How many tokens ahead a compare that begins `from` tokens ahead ends. */
  private compareEnd(from: number): number | undefined {
    let ahead = from;
    while (this.image(ahead) === 'not') ahead++;
    if (!this.isName(ahead)) return undefined;
    const operator = this.image(ahead + 1);
    const after = ahead + 2;
    if (OPERATORS.has(operator)) {
      const value = this.image(after) === '-' ? after + 1 : after;
      const isValue = ['STRING', 'NUMBER', 'MOMENT'].some((type) => this.isA(type, value)) || /^(?:true|false)$/.test(this.image(value));
      return isValue ? value + 1 : undefined;
    }
    if (operator === 'in' && this.image(after) === '(') {
      let close = after;
      while (this.image(close) !== ')' && /^(?:STRING|NUMBER|MOMENT|,|-|\(|true|false)$/.test(this.tokens[this.at + close]?.tokenType.name ?? '')) close++;
      return this.image(close) === ')' ? close + 1 : undefined;
    }
    if ((operator === 'contains' || operator === 'matches') && this.isA('STRING', after)) return after + 1;
    if ((operator === 'starts' || operator === 'ends') && this.image(after) === 'with' && this.isA('STRING', after + 1)) return after + 2;
    if (operator === 'is' && /^(?:missing|present)$/.test(this.image(after))) return after + 1;
    return undefined;
  }

  /** `at 09:00` outside a test */
  private timeOfDay(): boolean {
    if (this.image() !== 'at' || !this.isA('TIME', 1) || this.declaration === 'test') return false;
    this.report(2, `\`at ${this.image(1)}\` has no place here. ${SENDING}`, 'sending-side', `Remove \`at ${this.image(1)}\``, '');
    return true;
  }

  /** `every Monday`, `on Monday`, `weekly` */
  private rhythm(): boolean {
    const [word, next] = [this.image(), this.image(1)];
    let length = 0;
    if (word === 'every' && (WEEKDAYS.test(next) || RHYTHM.test(next))) length = 2;
    else if (word === 'every' && this.isA('NUMBER', 1) && this.isName(2)) length = 3;
    else if (word === 'on' && WEEKDAYS.test(next) && this.declaration !== 'test' && this.out.at(-1)?.image !== 'spam') length = 2;
    else if (RHYTHMS.test(word) && this.sendBefore()) length = 1;
    if (length === 0) return false;
    const words = this.tokens.slice(this.at, this.at + length).map(({ image }) => image);
    const place = this.tokens[this.at];
    const sends = this.sendBefore();
    if (sends) this.out.push(...this.make('on', 'on', place), ...this.make('day', 'day', place), ...this.make('NUMBER', '0', place));
    const text = words.join(' ');
    const message = `\`${text}\` has no place here. ${SENDING}`;
    if (sends) this.report(length, message, 'sending-side', 'Write `on day 0`: the first day of the campaign', 'on day 0');
    else this.report(length, message, 'sending-side', `Remove \`${text}\``, '');
    return true;
  }

  private sendBefore(): boolean {
    return this.out.at(-2)?.image === 'send';
  }

  /** `enter 50% when …` */
  private share(): boolean {
    if (!this.isA('NUMBER') || this.image(1) !== '%' || !/^(?:enter|when|and|or|then|send|random|randomly|split)$/.test(this.out.at(-1)?.image ?? ''))
      return false;
    const length = this.image(2) === 'of' && /^(?:contacts|them|all)$/.test(this.image(3)) ? 4 : 2;
    const message = `A random split has no place here: contacts go where their records lead them. ${SENDING} Two versions of an email are compared by an \`experiment\`.`;
    this.report(length, message, 'sending-side', 'Remove the split', '');
    return true;
  }

  /** `(clicked a or opened b) in last 3 days` */
  private groupWindow(): boolean {
    const bracket = this.brackets.at(-1);
    if (this.image() !== ')' || bracket?.kind !== 'group') return false;
    const isWindow = WINDOW_WORDS.has(this.image(1));
    const isCount = COUNT_WORDS.has(this.image(1)) && (this.isA('NUMBER', 2) || this.isA('NUMBER', 3));
    if (!isWindow && !isCount) return false;
    const end = isWindow ? this.windowEnd(1) : this.image(1) === 'at' ? 5 : 4;
    const close = this.tokens[this.at];
    const [first, last] = [this.tokens[this.at + 1], this.tokens[this.at + end - 1]];
    this.take();
    if (!close || !first || !last) return true;
    const start = first.startOffset;
    const stop = (last.endOffset ?? 0) + 1;
    const words = this.text.slice(start, stop);
    const what = isWindow ? 'A window' : 'A count';
    const message = `${what} belongs to one pattern, not to a group: \`${words}\` would not say of which record. Write it behind each pattern in the parentheses.`;
    const canMove = isWindow && !bracket.hasWindow;
    const places = [...bracket.joints.map((joint) => endBefore(this.text, joint.startOffset)), endBefore(this.text, close.startOffset)];
    const edits = [
      ...places.map((offset) => ({ offset, length: 0, text: ` ${words}` })),
      { offset: close.startOffset + 1, length: stop - close.startOffset - 1, text: '' },
    ];
    this.wrongTurns.push({
      offset: start,
      length: stop - start,
      message,
      code: 'syntax',
      ...(canMove ? { fix: { title: `Write \`${words}\` behind each pattern`, edits } } : {}),
    });
    this.at += end - 1;
    return true;
  }

  /** How many tokens ahead a window that begins `from` tokens ahead ends. */
  private windowEnd(from: number): number {
    const word = this.image(from);
    if (word === 'ever') return from + 1;
    if (word === 'since' || word === 'until') return this.image(from + 2) === 'until' && word === 'since' ? from + 4 : from + 2;
    return word === 'within' && this.image(from + 3) === 'of' ? from + 5 : from + 3;
  }

  /** `kpi 25%` */
  private shareWithoutBase(): boolean {
    if (this.declaration !== 'journey' || this.out.at(-1)?.image !== 'kpi' || !this.isA('NUMBER') || this.image(1) !== '%' || this.image(2) === 'of')
      return false;
    const number = this.image();
    const before = this.path.at(-2);
    this.take();
    const instead = before === undefined ? undefined : `% of ${before}`;
    const message = `${number}% of what? A share has a base: \`${number}% of STAGE\`; a number of contacts is \`${number} contacts\`.`;
    this.out.push(...this.make('contacts', 'contacts', this.tokens[this.at]));
    if (instead === undefined) this.report(1, message, 'syntax');
    else this.report(1, message, 'syntax', `Write \`${number}${instead}\``, instead);
    return true;
  }

  /** A stage within a stage, or a declaration within another: a `}` is missing before it. */
  private missingBrace(): boolean {
    if (this.depth === 0) return false;
    const side = this.image() === 'side' && this.image(1) === 'stage' ? 1 : 0;
    if (this.depth > 1 && this.declaration === 'journey' && this.image(side) === 'stage' && this.isName(side + 1) && this.opensAfter(side + 2)) {
      this.closeBraces(1);
      return true;
    }
    const word = this.image();
    const named = this.isName(1) && this.opensAfter(2);
    const isDeclaration =
      (/^(?:journey|campaign|experiment|score|email|form|page|activity|channel)$/.test(word) && named) ||
      (word === 'contact' && this.image(1) === '{' && this.startsLine() && this.out.at(-1)?.image !== 'stage') ||
      // Elsewhere on a line it can be the name of what a condition ends with, and `enter when` the next clause.
      (word === 'segment' && this.startsLine() && this.isName(1) && (this.image(2) === 'when' || (this.isA('STRING', 2) && this.image(3) === 'when'))) ||
      (word === 'test' && this.isA('STRING', 1) && /^(?:\{|on|in|starts)$/.test(this.image(2))) ||
      (word === 'import' && this.isA('STRING', 1) && this.tokens[this.at]?.startColumn === 1);
    if (!isDeclaration) return false;
    this.closeBraces(0);
    return true;
  }

  private opensAfter(ahead: number): boolean {
    return this.image(this.isA('STRING', ahead) ? ahead + 1 : ahead) === '{';
  }

  /** Closes the innermost braces until only `depth` are open, with one report, at the innermost: where it most likely is missing. */
  private closeBraces(depth: number): void {
    const innermost = this.brackets.findLast((bracket) => bracket.kind === 'brace');
    const missing = this.depth - depth;
    while (this.depth > depth) {
      this.insert('}');
      this.close('brace');
    }
    if (!innermost) return;
    const { token, title } = innermost;
    const previous = this.tokens[this.at - 1];
    const offset = (previous?.endOffset ?? 0) + 1;
    const indentation = /^[ \t]*/.exec(this.text.slice(this.text.lastIndexOf('\n', token.startOffset) + 1))?.[0] ?? '';
    const of = title === '' ? '' : ` of \`${title}\``;
    this.wrongTurns.push({
      offset: token.startOffset,
      length: 1,
      message: `This \`{\`${of} is never closed, so what follows would belong to it. Write \`}\` where it ends.`,
      code: 'syntax',
      ...(missing === 1 ? { fix: { title: 'Insert the missing `}`', edits: [{ offset, length: 0, text: `\n${indentation}}` }] } } : {}),
    });
  }
}

const endOf = (token: IToken): number => (token.endOffset ?? token.startOffset) + 1;

/** The place after the last character before an offset that is not white space. */
const endBefore = (text: string, offset: number): number => text.slice(0, offset).trimEnd().length;

/** Lines and columns of a token of no length at one end of another. */
function position(token: IToken, end: 'start' | 'end'): Partial<IToken> {
  const [line, column] = end === 'start' ? [token.startLine, token.startColumn] : [token.endLine, (token.endColumn ?? 0) + 1];
  if (line === undefined || column === undefined) return {};
  return { startLine: line, startColumn: column, endLine: line, endColumn: column - 1 };
}
