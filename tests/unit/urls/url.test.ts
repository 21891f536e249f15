import assert from 'node:assert/strict';
import { isTracking, normalUrl, urlMatcher, urlParameter } from '../../../src/urls/url.ts';

describe('URLs', () => {
  const same: readonly (readonly [url: string, normal: string])[] = [
    ['HTTPS://Acme.Example/Pricing', 'https://acme.example/Pricing'],
    ['https://acme.example/', 'https://acme.example'],
    ['https://acme.example/a/#top', 'https://acme.example/a'],
    ['https://acme.example/a?utm_source=x&plan=pro&gclid=1', 'https://acme.example/a?plan=pro'],
    ['https://acme.example/a/?UTM_SOURCE=x&mc_cid=1&fbclid=2', 'https://acme.example/a'],
    ['https://acme.example/a?&plan=pro&', 'https://acme.example/a?plan=pro'],
    ['https://acme.example/a?b?c', 'https://acme.example/a?b?c'],
    ['  /pricing/ ', '/pricing'],
    ['', ''],
  ];
  for (const [url, normal] of same) it(`"${url}" is "${normal}"`, () => assert.equal(normalUrl(url), normal));

  const matches: readonly (readonly [glob: string, url: string, fits: boolean])[] = [
    ['https://acme.example/pricing', 'https://ACME.example/pricing/?plan=pro#top', true],
    ['https://acme.example/pricing?plan=pro', 'https://acme.example/pricing', false],
    ['https://acme.example/pricing?plan=*', 'https://acme.example/pricing?utm_medium=email&plan=pro', true],
    ['*/pricing', 'https://acme.example/Pricing', false],
    ['*/compare/*', 'https://acme.example/compare/a/b', true],
    ['*', '', false],
    ['a*b*c', 'abc', true],
    ['a*bc*c', 'abc', false],
  ];
  for (const [glob, url, fits] of matches) it(`"${glob}" ${fits ? 'fits' : 'does not fit'} "${url}"`, () => assert.equal(urlMatcher(glob)(url), fits));

  it('knows which parameters say where a visitor came from', () => {
    assert.deepEqual(['utm_source', 'UTM_x', 'mc_eid', 'gclid', 'FBCLID'].filter(isTracking).length, 5);
    assert.deepEqual(['source', 'gclid2', 'xutm_source', 'mc', ''].filter(isTracking), []);
  });

  it('decodes a parameter, as far as it can', () => {
    assert.equal(urlParameter('https://acme.example/?UTM_Source=a%20b+c#utm_source=x', 'utm_source'), 'a b c');
    assert.equal(urlParameter('https://acme.example/?utm_source=50%', 'utm_source'), '50%');
    assert.equal(urlParameter('https://acme.example/', 'utm_source'), '');
  });
});
