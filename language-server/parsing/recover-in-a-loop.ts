import type { IToken, TokenType } from 'chevrotain';
import { EOF } from 'chevrotain';

/** What reading on after a mistake asks of Chevrotain's parser beyond its types. */
export interface RecoveringParser {
  LA: (ahead: number) => IToken;
  RULE_STACK_IDX: number;
  recoveryEnabled: boolean;
  maxLookahead: number;
  canTokenTypeBeDeletedInRecovery: () => boolean;
  findReSyncTokenType: () => TokenType;
  manyInternal: Repeat;
  doSingleRepetition: (action: () => void) => boolean;
  attemptInRepetitionRecovery: (repeat: Repeat, again: Parameters<Repeat>, goesOn: () => boolean, ...where: readonly [...unknown[], notStuck: boolean]) => void;
}

type Repeat = (occurrence: number, action: (() => void) | { readonly DEF: () => void }) => void;

/**
 * Where a list goes on after a mistake, Chevrotain reads the rest of it in a call within the call, so that a few thousand mistakes
 * exhaust the stack; and for each it looks through the whole rest of the text. Here the list goes on in a loop, and the search
 * ends where its result is known. The outcome is the same.
 */
export function recoverInALoop(parser: RecoveringParser): void {
  const recover = parser.attemptInRepetitionRecovery;
  parser.attemptInRepetitionRecovery = (repeat, again, goesOn, ...where) => {
    if (repeat !== parser.manyInternal) {
      recover.call(parser, repeat, again, goesOn, ...where);
      return;
    }
    const [, method] = again;
    const action = typeof method === 'function' ? method : method.DEF;
    let at = where;
    for (let found = true; found;) {
      found = false;
      recover.call(parser, () => (found = true), again, goesOn, ...at);
      let notStuck = true;
      while (found && notStuck && goesOn.call(parser)) notStuck = parser.doSingleRepetition(action);
      at = [...where.slice(0, -1), notStuck];
    }
  };
  const find = parser.findReSyncTokenType;
  // Outside of any declaration only the end of the file ends what is read.
  parser.findReSyncTokenType = () => (parser.RULE_STACK_IDX === 0 ? EOF : find.call(parser));
}
