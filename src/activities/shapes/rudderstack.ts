import { SEGMENT } from './segment.ts';
import type { Shape } from './shape.ts';

/** RudderStack's events (RudderStack docs, "Event Spec: Common Fields"): Segment's, with fields of its own. */
export const RUDDERSTACK: Shape = {
  ...SEGMENT,
  name: 'rudderstack',
  recognised: ['userId', 'anonymousId'].map((contact) => ['type', 'messageId', contact, 'rudderId']),
  never: [],
  aside: [...(SEGMENT.aside ?? []), 'rudderId', 'request_ip', 'channel', 'context.sessionId', 'context.sessionStart'],
};
