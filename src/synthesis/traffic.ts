/** How much of what happens, and when: numbers alone, so that nothing in it can be about a person. Shares are 0 to 1. */
export interface Traffic {
  /** Of the mails sent. */
  readonly bounced: number;
  /** Of the mails delivered. */
  readonly opened: number;
  readonly clicked: number;
  readonly unsubscribed: number;
  readonly spamReported: number;
  /** Of the opens. */
  readonly machineOpened: number;
  /** How many a contact has, on average. */
  readonly mails: number;
  readonly visits: number;
  readonly submissions: number;
  readonly activities: number;
  /** Of the contacts: whoever says so at all. */
  readonly subscribed: number;
  readonly consented: number;
  /** How often each hour of the day is (UTC): 24 weights. */
  readonly hours: readonly number[];
  /** How often an answer to a mail takes 2^place to 2^(place + 1) seconds. */
  readonly answerDelays: readonly number[];
  /** How often a contact does 2^place / 4 times as much as others. */
  readonly eagerness: readonly number[];
  /** Of the records: written twice. */
  readonly duplicates: number;
}

/** What mail to customers is like where nothing is known: few click, most of what happens is from few, and some of it by machines. */
export const USUAL_TRAFFIC: Traffic = {
  bounced: 0.02,
  opened: 0.4,
  clicked: 0.08,
  unsubscribed: 0.008,
  spamReported: 0.001,
  machineOpened: 0.4,
  mails: 4,
  visits: 2,
  submissions: 0.1,
  activities: 0.15,
  subscribed: 0.4,
  consented: 0.4,
  hours: [1, 1, 1, 1, 1, 2, 4, 8, 12, 12, 10, 9, 9, 9, 8, 8, 8, 8, 9, 10, 8, 5, 3, 2],
  answerDelays: [0, 0, 0, 1, 2, 4, 6, 8, 9, 10, 11, 12, 12, 11, 10, 8, 6, 4, 2],
  eagerness: [40, 25, 18, 10, 4, 2, 1],
  duplicates: 0.006,
};
