import type { VNode } from 'preact';
import { fillIn } from '../../drawing/drawing-messages.ts';
import { type DrawingTexts, NOTHING } from '../../drawing/drawing-texts.ts';
import { visibleText } from '../../drawing/visible-text.ts';
import type { JourneyResult, StageResult } from '../../results/result.ts';
import type { ViewStrings } from '../protocol.ts';

interface FunnelNumbersProps {
  readonly result: JourneyResult;
  readonly texts: DrawingTexts;
  readonly strings: ViewStrings;
  readonly revealStage: (stage: string) => void;
}

/** The picture's numbers, and a few more, as tables: the path, what is off it, and what the KPIs came to. */
export function FunnelNumbers(props: FunnelNumbersProps): VNode {
  const { result, texts, strings } = props;
  const path = result.stages.filter((stage) => stage.kind === 'path');
  const side = result.stages.filter((stage) => stage.kind === 'side');
  const kpis = result.stages.flatMap((stage) => stage.kpis.map((kpi) => `${visibleText(stage.label)}: ${texts.kpi(kpi, result)}`));
  return (
    <>
      <h2 id="numbers">{strings.numbers}</h2>
      <StageTable {...props} stages={path} labelledBy="numbers" kind="path" />
      {side.length > 0 && (
        <>
          <h2 id="side">{strings.offThePath}</h2>
          <StageTable {...props} stages={side} labelledBy="side" kind="side" />
        </>
      )}
      {kpis.length > 0 && (
        <>
          <h2>{strings.kpis}</h2>
          <ul class="kpis">
            {kpis.map((kpi) => (
              <li key={kpi} dir="auto">
                {kpi}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function StageTable(props: FunnelNumbersProps & { stages: readonly StageResult[]; labelledBy: string; kind: 'path' | 'side' }): VNode {
  const { stages, labelledBy, kind, texts, strings, revealStage } = props;
  const onPath = kind === 'path';
  return (
    // Can be scrolled sideways where it is narrow, so it must be reachable without a mouse.
    <div class="table" role="region" aria-labelledby={labelledBy} tabIndex={0}>
      <table aria-labelledby={labelledBy}>
        <thead>
          <tr>
            <th scope="col">{strings.stage}</th>
            <th scope="col" class="number">
              {onPath ? strings.reached : strings.entered}
            </th>
            {onPath && <th scope="col">{strings.ofPrevious}</th>}
            <th scope="col" class="number">
              {strings.left}
            </th>
            <th scope="col" class="number">
              {strings.stalled}
            </th>
            <th scope="col" class="number">
              {strings.nowIn}
            </th>
            {onPath && <th scope="col">{strings.medianFromPrevious}</th>}
          </tr>
        </thead>
        <tbody>
          {stages.map((stage, index) => (
            <tr key={stage.name}>
              <th scope="row">
                <button type="button" class="link" title={fillIn(strings.showStage, visibleText(stage.label))} onClick={() => revealStage(stage.name)}>
                  <span dir="auto">{visibleText(stage.label)}</span>
                </button>
              </th>
              <td class="number">{texts.count(stage.reached ?? stage.entered)}</td>
              {onPath && (
                <td title={stage.rateInterval === null ? undefined : strings.interval}>
                  {index === 0 ? NOTHING : texts.rateWithInterval(stage.rateFromPrevious, stage.rateInterval)}
                </td>
              )}
              <td class="number">{texts.count(stage.left)}</td>
              <td class="number">{texts.count(stage.stalled)}</td>
              <td class="number">{texts.count(stage.current)}</td>
              {onPath && <td>{texts.duration(stage.secondsFromPrevious?.p50 ?? null)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
