import assert from 'node:assert/strict';
import { type FunnelPage, funnelHtml, newNonce } from '../../../src/extension/funnel/funnel-html.ts';

const page: FunnelPage = {
  script: 'https://webview.example/dist/webview/webview.js?a=1&b=2',
  style: 'https://webview.example/dist/webview/webview.css',
  cspSource: "'self' https://*.vscode-cdn.net",
  nonce: 'abc123',
  language: 'en',
  title: 'Funnel: a.journey',
  loading: 'Loading',
  failed: 'Failed',
  failedHint: 'Hint',
  reload: 'Reload',
};

/** Attributes as a browser reads them. */
function attribute(html: string, pattern: RegExp): string {
  return (pattern.exec(html)?.[1] ?? '').replace(/&#(\d+);/g, (_match, code: string) => String.fromCharCode(Number(code)));
}

describe("the funnel's page", () => {
  it('has exactly this content policy', () => {
    const policy = attribute(funnelHtml(page), /http-equiv="Content-Security-Policy" content="([^"]*)"/);
    const source = page.cspSource;
    assert.equal(policy, `default-src 'none'; script-src 'nonce-abc123'; style-src ${source}; img-src ${source} data:; font-src ${source}`);
  });

  it('has one script, with the nonce, and nothing inline', () => {
    const html = funnelHtml(page);
    assert.deepEqual(
      Array.from(html.matchAll(/<script[^>]*>[^<]*/g), ([tag]) => tag),
      ['<script nonce="abc123" src="https://webview.example/dist/webview/webview.js?a=1&#38;b=2">'],
    );
    assert.ok(!/<style|\sstyle=|\son[a-z]+=/i.test(html));
  });

  it('lets no word out of its place', () => {
    const hostile = '"><script>alert(1)</script>';
    const html = funnelHtml({ ...page, title: hostile, loading: hostile, failed: hostile, failedHint: hostile, reload: hostile, language: hostile });
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.equal(attribute(html, /data-failed-hint="([^"]*)"/), hostile);
  });

  it('says something before the script runs, and when it never does', () => {
    assert.match(funnelHtml(page), /<div id="root"><p class="notice">Loading<\/p><\/div>/);
  });
});

describe('a nonce', () => {
  it('has 128 bits and is another one each time', () => {
    const nonces = Array.from({ length: 1000 }, newNonce);
    assert.ok(nonces.every((nonce) => /^[0-9a-f]{32}$/.test(nonce)));
    assert.equal(new Set(nonces).size, 1000);
    // Each of the 16 digits at each of the 32 places: with 1,000 draws none is missing but with a chance of about 1e-25.
    for (let place = 0; place < 32; place++) assert.equal(new Set(nonces.map((nonce) => nonce[place])).size, 16);
  });
});
