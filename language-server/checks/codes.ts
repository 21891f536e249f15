export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Every diagnostic: its stable code and its severity. A code never changes its meaning. */
export const CODES = {
  syntax: 'error',
  'unknown-name': 'error',
  'duplicate-name': 'error',
  'wrong-kind': 'error',
  'type-mismatch': 'error',
  'import-not-found': 'error',
  'import-outside-workspace': 'error',
  cycle: 'error',
  undecidable: 'error',
  'then-needs-match': 'error',
  'within-without-anchor': 'error',
  'for-without-not': 'error',
  'last-emails-window': 'error',
  'invalid-string': 'error',
  'invalid-number': 'error',
  'invalid-duration': 'error',
  'invalid-date': 'error',
  'invalid-timezone': 'error',
  'empty-count': 'error',
  'goal-not-on-path': 'error',
  'no-way-in': 'error',
  'missing-enter': 'error',
  'missing-when': 'error',
  'side-stage-needs-from': 'error',
  'period-reversed': 'error',
  'duplicate-clause': 'error',
} as const satisfies Record<string, Severity>;

export type Code = keyof typeof CODES;
