import type { URI } from 'langium';
import type { Phase } from '../../src/model/journey.ts';
import type { Code, Profile, Severity } from './codes.ts';
import { ALWAYS_ERRORS, CODES, isCode, OFF_BY_DEFAULT, PROFILES } from './codes.ts';

export interface Settings {
  /** By code; what is not named has the severity of its code. */
  readonly severity: Readonly<Partial<Record<Code, Severity | 'off'>>>;
  /** The media that a campaign of a phase usually runs on. */
  readonly usualMedia: Readonly<Partial<Record<Phase, readonly string[]>>>;
  readonly profile: Profile;
  /** A URI below which each code has its page, `CODE.md`; undefined where nothing could open one. */
  readonly pages?: string;
}

const BUYING: Readonly<Record<'awareness' | 'consideration' | 'decision' | 'retention' | 'advocacy', readonly string[]>> = {
  awareness: ['social', 'search'],
  consideration: ['web', 'email', 'webinar'],
  decision: ['display', 'email'],
  retention: ['in_app', 'email'],
  advocacy: ['social'],
};

export const DEFAULT_SETTINGS: Settings = {
  severity: {},
  usualMedia: { ...BUYING, see: BUYING.awareness, think: BUYING.consideration, do: BUYING.decision, care: BUYING.retention },
  profile: 'auto',
};

/** What a user has set for diagnostics. Without an editor it is what {@link set} was given, for every file alike. */
export class DiagnosticSettings {
  private fixed: Settings = DEFAULT_SETTINGS;

  /** What is not given is as by default. */
  set(settings: Partial<Settings>): void {
    this.fixed = { ...DEFAULT_SETTINGS, ...settings };
  }

  /** Fetches what is to be known of a file before {@link of} is asked. */
  prepare(_file: URI): Promise<void> {
    return Promise.resolve();
  }

  of(_file: URI): Settings {
    return this.fixed;
  }
}

/** The severity of a code under some settings. */
export function severityOf(code: Code, { severity }: Settings): Severity | 'off' {
  if (ALWAYS_ERRORS.has(code)) return CODES[code];
  return severity[code] ?? (OFF_BY_DEFAULT.has(code) ? 'off' : CODES[code]);
}

const SEVERITIES: ReadonlySet<unknown> = new Set(['error', 'warning', 'info', 'hint', 'off']);
const isProfile = (value: unknown): value is Profile => (PROFILES as readonly unknown[]).includes(value);
const isSeverity = (value: unknown): value is Severity | 'off' => SEVERITIES.has(value);

const objectOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {});

/** Settings from the section `journey` of an editor's configuration, which can hold anything. What is not usable is left out. */
export function settingsFrom(section: unknown, pages: string | undefined): Settings {
  const { profile } = objectOf(section);
  const { severity } = objectOf(objectOf(section)['diagnostics']);
  const { usualMedia } = objectOf(objectOf(section)['campaigns']);
  const severities = Object.entries(objectOf(severity)).filter((pair): pair is [Code, Severity | 'off'] => isCode(pair[0]) && isSeverity(pair[1]));
  const media = Object.entries(objectOf(usualMedia)).filter(
    (pair): pair is [string, string[]] => Array.isArray(pair[1]) && pair[1].every((one) => typeof one === 'string'),
  );
  return {
    severity: Object.fromEntries(severities),
    usualMedia: { ...DEFAULT_SETTINGS.usualMedia, ...Object.fromEntries(media) },
    profile: isProfile(profile) ? profile : DEFAULT_SETTINGS.profile,
    ...(pages === undefined ? {} : { pages }),
  };
}
