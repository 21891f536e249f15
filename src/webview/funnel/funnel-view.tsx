import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { fillIn } from '../../drawing/drawing-messages.ts';
import { drawingTexts } from '../../drawing/drawing-texts.ts';
import { visibleText } from '../../drawing/visible-text.ts';
import type { FromView, FunnelState, ViewStrings } from '../protocol.ts';
import { useDelayed } from '../use-delayed.ts';
import { DataQuality } from './data-quality.tsx';
import { FunnelNumbers } from './funnel-numbers.tsx';
import { FunnelPicture } from './funnel-picture.tsx';

type Said = FromView extends infer Message ? (Message extends FromView ? Omit<Message, 'revision'> : never) : never;

export interface FunnelViewProps {
  readonly state: FunnelState;
  readonly strings: ViewStrings;
  readonly locale: string;
  readonly send: (message: Said) => void;
}

/** Shorter work than this shows no progress. */
const PATIENCE_MILLISECONDS = 500;

/** The funnel of one journey over one sample: a pure function of the state, so that it can be shown anew at any time. */
export function FunnelView({ state, strings, locale, send }: FunnelViewProps): VNode {
  const texts = useMemo(() => drawingTexts(locale, strings), [locale, strings]);
  const chooseSample = (): void => send({ type: 'chooseSample' });
  const revealStage = (stage: string): void => send({ type: 'revealStage', stage });
  const { result } = state;

  return (
    <main>
      <Head {...{ state, strings, send }} />
      {result && (
        <p class="facts">
          <span>{fillIn(strings.recordsUsed, texts.count(result.records.used), texts.count(result.records.read))}</span>
          {result.asOf !== null && <span>{fillIn(strings.asOf, texts.moment(result.asOf))}</span>}
        </p>
      )}
      <Progress {...{ state, strings, send }} />
      {state.problem !== null && (
        <section class="message problem" role="alert">
          <p>
            <strong>{strings.problem}</strong> <span dir="auto">{visibleText(state.problem)}</span>
          </p>
          <p class="actions">
            <button type="button" class="primary" onClick={() => send({ type: 'retry' })}>
              {strings.retry}
            </button>
            <button type="button" onClick={chooseSample}>
              {strings.chooseAnother}
            </button>
          </p>
        </section>
      )}
      {state.stale && (
        <section class="message stale" role="status">
          <p>
            <strong>{result ? strings.stale : strings.problem}</strong> <span dir="auto">{visibleText(state.stale.reason)}</span>
          </p>
          {state.stale.hasPlace && (
            <p class="actions">
              <button type="button" onClick={() => send({ type: 'revealProblem' })}>
                {strings.showProblem}
              </button>
            </p>
          )}
        </section>
      )}
      {result ? (
        <div class={state.stale ? 'numbers-stale' : undefined}>
          {result.contacts.entered === 0 && (
            <section class="message" role="status">
              <p>
                <strong>{strings.nobodyEntered}</strong> {strings.nobodyEnteredHint}
              </p>
            </section>
          )}
          {result.warnings.map((warning) => (
            <section key={warning.code} class="message">
              <p>
                <strong>{strings.warning}</strong> <span dir="auto">{visibleText(warning.message)}</span>
              </p>
            </section>
          ))}
          <FunnelPicture {...{ result, texts, strings, revealStage }} />
          <FunnelNumbers {...{ result, texts, strings, revealStage }} />
          <DataQuality {...{ result, texts, strings }} />
        </div>
      ) : (
        <Beginning {...{ state, strings, chooseSample }} />
      )}
    </main>
  );
}

function Head({ state, strings, send }: Pick<FunnelViewProps, 'state' | 'strings' | 'send'>): VNode {
  const label = state.result?.label ?? state.journeys.find((journey) => journey.name === state.journey)?.label ?? state.document;
  return (
    <header>
      <h1 dir="auto">{visibleText(label)}</h1>
      <div class="choices">
        {state.journeys.length > 1 && (
          <label>
            {strings.journey}{' '}
            <select value={state.journey ?? ''} onChange={(event) => send({ type: 'selectJourney', journey: event.currentTarget.value })}>
              {state.journeys.map((journey) => (
                <option key={journey.name} value={journey.name} dir="auto">
                  {visibleText(journey.label)}
                </option>
              ))}
            </select>
          </label>
        )}
        {state.sample !== null && (
          <span class="sample">
            {strings.sample}{' '}
            <strong dir="auto" title={visibleText(state.sample)}>
              {visibleText(state.sample)}
            </strong>{' '}
            <button type="button" onClick={() => send({ type: 'chooseSample' })}>
              {strings.changeSample}
            </button>
          </span>
        )}
      </div>
    </header>
  );
}

function Progress({ state, strings, send }: Pick<FunnelViewProps, 'state' | 'strings' | 'send'>): VNode | null {
  const { busy } = state;
  const due = useDelayed(busy !== null, PATIENCE_MILLISECONDS);
  if (!due || busy === null) return null;
  const label = busy.phase === 'read' ? strings.reading : strings.evaluating;
  return (
    <section class="progress" role="status">
      <label>
        {label} <progress {...(busy.total > 0 ? { value: busy.done, max: busy.total } : {})} />
      </label>
      <button type="button" onClick={() => send({ type: 'cancel' })}>
        {strings.cancel}
      </button>
    </section>
  );
}

/** Before the first result: what to do to get one. */
function Beginning({ state, strings, chooseSample }: Pick<FunnelViewProps, 'state' | 'strings'> & { chooseSample: () => void }): VNode | null {
  if (state.problem !== null || state.stale !== null || state.busy !== null) return null;
  if (state.sample !== null) return state.journeys.length === 0 ? <p class="notice">{strings.noJourney}</p> : null;
  return (
    <section class="notice">
      <h2>{strings.noSample}</h2>
      <p>{strings.noSampleHint}</p>
      <button type="button" class="primary" onClick={chooseSample}>
        {strings.chooseSample}
      </button>
    </section>
  );
}
