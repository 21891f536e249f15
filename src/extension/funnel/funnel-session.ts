import { type Disposable, type Event, EventEmitter, l10n, type LogOutputChannel, Range, Uri, workspace } from 'vscode';
import type { ModelResult } from '../../../language-server/protocol.ts';
import type { Model } from '../../model/model.ts';
import type { FunnelState } from '../../webview/protocol.ts';
import type { JourneyServer } from '../client/journey-server.ts';
import type { Platform } from '../platform.ts';
import { workspaceSample } from '../samples/workspace-sample.ts';
import type { SimulationResult, SimulationService, SimulationTask } from '../simulation/simulation-service.ts';

export interface FunnelSessionServices {
  readonly platform: Platform;
  readonly server: JourneyServer;
  readonly simulations: SimulationService;
  readonly log: LogOutputChannel;
}

export interface Place {
  readonly uri: Uri;
  readonly range: Range;
}

/** Several builds in a row, as after a change of an imported file, are looked at once. */
const SETTLE_MILLISECONDS = 20;

/** What the funnel of one journey file shows, kept up with the file's text, the sample and the user's choices. */
export class FunnelSession implements Disposable {
  readonly document: Uri;
  readonly #services: FunnelSessionServices;
  readonly #changed = new EventEmitter<FunnelState>();

  #sample: Uri | undefined;
  #journey: string | null;
  #journeyAtCursor: string | undefined;
  #cursorLine: number | undefined;
  /** Of the last text without an error. */
  #model: Model | undefined;
  #textProblem: { reason: string; place: Place | undefined } | undefined;
  #problem: string | null = null;
  #busy: FunnelState['busy'] = null;
  #result: FunnelState['result'] = null;

  #settling: ReturnType<typeof setTimeout> | undefined;
  #question = 0;
  #task: SimulationTask | undefined;

  readonly onDidChange: Event<FunnelState> = this.#changed.event;

  constructor(document: Uri, sample: Uri | undefined, journey: string | null, services: FunnelSessionServices) {
    this.document = document;
    this.#sample = sample;
    this.#journey = journey;
    this.#services = services;
  }

  get state(): FunnelState {
    const textProblem = this.#textProblem;
    return {
      restore: { document: this.document.toString(), journey: this.#journey },
      document: nameOf(this.document),
      journeys: (this.#model?.journeys ?? []).map(({ name, label }) => ({ name, label })),
      journey: this.#journey,
      sample: this.#sample === undefined ? null : workspace.asRelativePath(this.#sample),
      busy: this.#busy,
      problem: this.#problem,
      stale: textProblem === undefined ? null : { reason: textProblem.reason, hasPlace: textProblem.place !== undefined },
      result: this.#result,
    };
  }

  get sample(): Uri | undefined {
    return this.#sample;
  }

  /** The text of the file, or of one that it imports, may have changed. */
  textChanged(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#askForModel(), SETTLE_MILLISECONDS);
  }

  /** Files that the shown model comes from, its own and the imported ones, as URIs. */
  dependsOn(uri: string): boolean {
    return uri === this.document.toString() || (this.#model?.files.includes(uri) ?? true);
  }

  setSample(sample: Uri): void {
    if (sample.toString() !== this.#sample?.toString()) this.#result = null;
    this.#sample = sample;
    this.#simulate();
  }

  selectJourney(name: string): void {
    if (name === this.#journey || !this.#model?.journeys.some((journey) => journey.name === name)) return;
    this.#journey = name;
    this.#result = null;
    this.#simulate();
  }

  /** The cursor in the file is on this line, from 1; when that is another journey's, it is shown. */
  cursorMoved(line: number): void {
    this.#cursorLine = line;
    const journey = this.#journeyAt(line);
    if (journey === this.#journeyAtCursor) return;
    this.#journeyAtCursor = journey;
    if (journey !== undefined) this.selectJourney(journey);
  }

  /** Once more, the model and the sample. */
  retry(): void {
    this.textChanged();
  }

  cancel(): void {
    if (this.#sample) this.#services.simulations.cancelReading(this.#sample.toString());
    this.#task?.cancel();
  }

  placeOfStage(name: string): Place | undefined {
    const model = this.#model;
    const source = model?.journeys.find((journey) => journey.name === this.#journey)?.stages.find((stage) => stage.name === name)?.source;
    if (model === undefined || source === undefined) return undefined;
    const file = model.files[source.file];
    if (file === undefined) return undefined;
    return { uri: Uri.parse(file), range: new Range(source.line - 1, source.column - 1, source.line - 1, source.column - 1) };
  }

  get placeOfTextProblem(): Place | undefined {
    return this.#textProblem?.place;
  }

  dispose(): void {
    clearTimeout(this.#settling);
    this.#question++;
    this.#task?.cancel();
    this.#task = undefined;
    this.#changed.dispose();
  }

  async #askForModel(): Promise<void> {
    const question = ++this.#question;
    const answer = await this.#services.server.model(this.document);
    // A later question makes this one's answer worthless.
    if (question !== this.#question) return;
    this.#textProblem = this.#problemOf(answer);
    if (answer?.model) {
      this.#model = answer.model;
      this.#keepJourney(answer.model);
      this.#simulate();
    } else this.#tell();
  }

  #problemOf(answer: ModelResult | undefined): { reason: string; place: Place | undefined } | undefined {
    if (answer === undefined) return { reason: l10n.t('The language server is not running; the log says why.'), place: undefined };
    if (answer.model) return undefined;
    const { firstError } = answer;
    if (!firstError) return { reason: l10n.t('The file is not open and not in the workspace.'), place: undefined };
    const uri = Uri.parse(firstError.uri);
    const reason =
      uri.toString() === this.document.toString()
        ? l10n.t('line {0}: {1}', firstError.line, firstError.message)
        : l10n.t('{0}, line {1}: {2}', nameOf(uri), firstError.line, firstError.message);
    return { reason, place: { uri, range: new Range(firstError.line - 1, 0, firstError.line - 1, 0) } };
  }

  /** The journey shown, if it is still there; else the one at the cursor, else the first. */
  #keepJourney(model: Model): void {
    if (model.journeys.some((journey) => journey.name === this.#journey)) return;
    const atCursor = this.#cursorLine === undefined ? undefined : this.#journeyAt(this.#cursorLine);
    this.#journeyAtCursor = atCursor;
    this.#journey = atCursor ?? model.journeys[0]?.name ?? null;
    this.#result = null;
  }

  #journeyAt(line: number): string | undefined {
    return this.#model?.journeys.find(({ source }) => source.line <= line && line <= source.endLine)?.name;
  }

  #simulate(): void {
    this.#task?.cancel();
    this.#task = undefined;
    this.#problem = null;
    this.#busy = null;
    if (this.#model && this.#sample && this.#journey !== null) {
      const sample = workspaceSample(this.#sample, this.#services.platform);
      const task = this.#services.simulations.simulate({ sample, model: this.#model, journey: this.#journey }, (progress) => {
        if (this.#task !== task) return;
        this.#busy = progress;
        this.#tell();
      });
      this.#task = task;
      this.#busy = { phase: 'read', done: 0, total: 0 };
      void this.#awaitResult(task);
    }
    this.#tell();
  }

  async #awaitResult(task: SimulationTask): Promise<void> {
    const started = performance.now();
    const outcome = await task.done.catch((error: unknown): SimulationResult => this.#failure(error));
    // Superseded: the later run speaks.
    if (this.#task !== task) return;
    this.#task = undefined;
    this.#busy = null;
    switch (outcome.kind) {
      case 'result':
        this.#result = outcome.result;
        this.#services.log.debug(`Replayed ${outcome.result.records.used} records in ${(performance.now() - started).toFixed(0)} ms.`);
        break;
      case 'problem':
        this.#problem = outcome.message;
        break;
      case 'cancelled':
        this.#problem = l10n.t('The simulation was cancelled.');
        break;
    }
    this.#tell();
  }

  #failure(error: unknown): SimulationResult {
    const failure = error instanceof Error ? error : new Error(String(error));
    // VS Code's own errors about files say what is wrong in the user's language.
    if (failure.name.includes('FileSystemError'))
      return { kind: 'problem', message: l10n.t('{0} cannot be read: {1}', this.state.sample ?? '', failure.message) };
    this.#services.log.error(failure);
    return { kind: 'problem', message: l10n.t('The simulation failed by a mistake in the extension. The log has the details.') };
  }

  #tell(): void {
    this.#changed.fire(this.state);
  }
}

function nameOf(uri: Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}
