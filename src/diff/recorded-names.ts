import type { NamedKind, Names } from '../model/words.ts';

/** Names that keep which of them were asked for. */
export class RecordedNames implements Names {
  private readonly names: Names;
  private asked = new Set<string>();

  constructor(names: Names) {
    this.names = names;
  }

  /** What was asked for since the last time, each as {@link useOf} writes it. */
  take(): ReadonlySet<string> {
    const { asked } = this;
    this.asked = new Set();
    return asked;
  }

  of(kind: NamedKind, key: string, through?: 'emails'): string {
    const name = this.names.of(kind, key, through);
    this.asked.add(useOf(through ?? kind, name));
    return name;
  }

  link(email: string, link: string): string {
    const name = this.names.link(email, link);
    this.asked.add(useOf('link', this.names.of('email', email), name));
    return name;
  }

  stage(journey: string | undefined, stage: string): string {
    return this.names.stage(journey, stage);
  }
}

/** One text for each thing that can be named. `emails`: those of a channel, whichever they are. */
export const useOf = (kind: string, ...names: readonly string[]): string => JSON.stringify([kind, ...names]);
