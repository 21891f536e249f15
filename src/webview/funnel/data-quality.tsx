import type { VNode } from 'preact';
import { fillIn } from '../../drawing/drawing-messages.ts';
import type { DrawingTexts } from '../../drawing/drawing-texts.ts';
import { visibleText } from '../../drawing/visible-text.ts';
import type { JourneyResult } from '../../results/result.ts';
import type { ViewStrings } from '../protocol.ts';

/** What became of the contacts and records of the sample: every number, the zeros too, so that nothing is left out silently. */
export function DataQuality({ result, texts, strings }: { result: JourneyResult; texts: DrawingTexts; strings: ViewStrings }): VNode {
  const { contacts, records, rejected } = result;
  const line = (facts: readonly (readonly [string, number])[]): VNode => (
    <dl class="quality">
      {facts.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{texts.count(count)}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <section class="data-quality">
      <h2>{strings.contacts}</h2>
      {line([
        [strings.contactsSeen, contacts.seen],
        [strings.contactsEntered, contacts.entered],
        [strings.keptOut, contacts.keptOutByAudience],
        [strings.withoutConsent, contacts.withoutConsent],
        [strings.expired, contacts.expired],
        [strings.reachedGoal, contacts.reachedGoal],
      ])}
      <h2>{strings.records}</h2>
      {line([
        [strings.recordsRead, records.read],
        [strings.rejected, records.rejected],
        [strings.ignored, records.ignored],
        [strings.duplicates, records.duplicates],
        [strings.afterAsOf, records.afterAsOf],
        [strings.unknownEvents, records.unknownEvents],
        [strings.clockChanges, records.clockChanges],
        [strings.machineOpens, records.machineOpens],
        [strings.botClicks, records.botClicks],
        [strings.leftOut, records.leftOut],
      ])}
      {rejected.length > 0 && (
        <details>
          <summary>{fillIn(strings.firstRejected, texts.count(rejected.length))}</summary>
          <ul>
            {rejected.map((record, index) => (
              <li key={index} dir="auto">
                {fillIn(strings.rejectedLine, visibleText(record.path), texts.count(record.line))} {visibleText(record.reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
