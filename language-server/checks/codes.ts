export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Every diagnostic: its stable code and its severity. A code never changes its meaning. */
export const CODES = {
  syntax: 'error',
  'sending-side': 'error',
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
  'test-record': 'error',
  'missing-column': 'error',
  'too-few-variants': 'error',

  'opens-only': 'warning',
  'draft-email': 'warning',
  'provider-cannot': 'warning',
  'unsubscribe-scope': 'warning',
  'kpi-increasing': 'warning',
  'no-goal-kpi': 'warning',
  'link-not-in-email': 'warning',
  'stripped-parameter': 'warning',
  'same-url': 'warning',
  'last-emails-without-window': 'warning',
  'branch-on-path': 'warning',
  'reentry-by-sending': 'warning',
  contradiction: 'warning',
  tautology: 'warning',
  'unreachable-stage': 'warning',
  'shadowed-rule': 'warning',
  'same-condition-as-previous-stage': 'warning',
  'returns-at-once': 'warning',
  'never-in-time': 'warning',
  'unused-declaration': 'warning',
  'unused-import': 'warning',
  'campaign-without-goal': 'warning',
  'campaign-without-audience': 'warning',
  'campaign-without-period': 'warning',
  'campaign-without-media': 'warning',
  'campaign-without-measure': 'warning',
  'audience-everyone': 'warning',
  'medium-for-phase': 'warning',
  'send-outside-period': 'warning',
  'send-to-unsubscribed': 'warning',
  'sends-collide': 'warning',
  'unused-disable': 'warning',
  'unknown-code': 'warning',
  'disable-without-reason': 'warning',

  // The profile for journeys of Xperience by Kentico.
  'xperience-stages': 'warning',
  'xperience-name': 'warning',
  'xperience-order': 'warning',
  'xperience-side-stage': 'warning',
  'xperience-pass': 'warning',
  'xperience-audience': 'warning',
  'xperience-goal': 'warning',
  'xperience-kpi': 'warning',
  'xperience-wait': 'warning',
  'xperience-rule': 'warning',
  'xperience-any': 'warning',
  'xperience-state': 'warning',
  'xperience-comparison': 'warning',
  'xperience-value': 'warning',
  'xperience-negation': 'warning',
  'xperience-count': 'warning',
  'xperience-window': 'warning',
  'xperience-chain': 'warning',
  'xperience-nesting': 'warning',

  'could-be-segment': 'hint',
  'naming-style': 'hint',
  'missing-label': 'hint',
} as const satisfies Record<string, Severity>;

export type Code = keyof typeof CODES;

export const isCode = (text: string): text is Code => Object.hasOwn(CODES, text);

/** Which product's journeys are checked to be expressible in: of files whose provider is that product, of all files, or of none. */
export const PROFILES = ['auto', 'xperience', 'none'] as const;

export type Profile = (typeof PROFILES)[number];

/** What only some teams want to be told of: off until a setting gives it a severity. */
export const OFF_BY_DEFAULT: ReadonlySet<Code> = new Set<Code>(['missing-label']);

/**
 * Without these being right a file has no meaning, or only part of one, and every number from it would mislead: they
 * stay errors whatever a setting or a comment says.
 */
export const ALWAYS_ERRORS: ReadonlySet<Code> = new Set<Code>([
  'syntax',
  'sending-side',
  'unknown-name',
  'duplicate-name',
  'wrong-kind',
  'import-not-found',
  'import-outside-workspace',
  'cycle',
  'then-needs-match',
  'invalid-string',
  'invalid-number',
  'invalid-duration',
  'invalid-date',
  'invalid-timezone',
  'duplicate-clause',
  'test-record',
]);
