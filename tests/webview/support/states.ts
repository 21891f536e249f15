import type { FunnelState } from '../../../src/webview/protocol.ts';
import { exampleResult } from '../../unit/drawing/example-result.ts';

/** The view's state in the usual case: one journey, a sample, a result. */
export function readyState(changes: Partial<FunnelState> = {}): FunnelState {
  return {
    restore: { document: 'file:///workspace/lead-nurturing.journey', journey: 'lead_nurturing' },
    document: 'lead-nurturing.journey',
    journeys: [{ name: 'lead_nurturing', label: 'Lead nurturing' }],
    journey: 'lead_nurturing',
    sample: 'q1.csv',
    busy: null,
    problem: null,
    stale: null,
    result: exampleResult(),
    ...changes,
  };
}
