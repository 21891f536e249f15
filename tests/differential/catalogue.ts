import type { Phrase } from './phrase.ts';
import { joined, optional, words } from './phrase.ts';

/** What the random journeys ask about and the random histories are made of. */
export const CATALOGUE: Phrase = joined(
  [
    'channel n { id "list-1" }',
    'channel m "Product news"',
    'email x "Welcome" { id "d-1", "d-2" channel n link pricing "https://a.example/pricing" link tour "https://a.example/tour?step=1" }',
    'email y { channel m link docs "https://a.example/docs/*" }',
    'email z',
    'form f "Ask us"',
    'form g { id "g-1" }',
    'page p { url "https://a.example/compare/*" }',
    'page q "Prices" { id "p-9" url "https://a.example/pricing", "https://b.example/*?plan=pro" }',
    'activity buy "Purchase" { id "order" value number plan text paid flag due date }',
    'activity call { plan text }',
    'contact { plan text seats number vip flag joined date }',
    'campaign spring "Spring push" { utm campaign "sp-26" send x on day 0 send y on day 2 }',
    'campaign autumn { send x on day 0 send z on day 1 }',
  ].map((line) => optional(words(`${line}\n`))),
);

export const EMAILS = ['x', 'y', 'z'] as const;

export const LINKS: Readonly<Record<string, readonly string[]>> = { x: ['pricing', 'tour'], y: ['docs'], z: [] };

export const CAMPAIGNS = ['spring', 'autumn'] as const;

/** Texts by which a record can name a declaration. */
export const NAMES: Readonly<Record<string, readonly string[]>> = {
  n: ['n', 'N', 'list-1'],
  m: ['m', 'Product news', 'product NEWS'],
  x: ['x', 'x', 'x', 'Welcome', 'D-1', 'd-2'],
  y: ['y'],
  z: ['z', 'Z'],
  f: ['f', 'ask us'],
  g: ['g', 'G-1'],
  p: ['p'],
  q: ['q', 'prices', 'P-9'],
  buy: ['buy', 'buy', 'Purchase', 'order'],
  call: ['call'],
  spring: ['spring', 'Spring push', 'SP-26'],
  autumn: ['autumn', 'AUTUMN'],
};
