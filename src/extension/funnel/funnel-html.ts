export interface FunnelPage {
  /** Addresses that the webview may load. */
  readonly script: string;
  readonly style: string;
  /** What VS Code calls the origin of those addresses. */
  readonly cspSource: string;
  /** New for each page. */
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
  /** The words that the page needs before the first message, and when that never comes. */
  readonly loading: string;
  readonly failed: string;
  readonly failedHint: string;
  readonly reload: string;
}

/** The page of the funnel view: no data, no inline script or style, and a policy that would stop any. */
export function funnelHtml(page: FunnelPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    `img-src ${page.cspSource} data:`,
    `font-src ${page.cspSource}`,
  ].join('; ');
  const words = `data-loading="${escape(page.loading)}" data-failed="${escape(page.failed)}" data-failed-hint="${escape(page.failedHint)}" data-reload="${escape(page.reload)}"`;
  return `<!DOCTYPE html>
<html lang="${escape(page.language)}" ${words}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(page.title)}</title>
<link rel="stylesheet" href="${escape(page.style)}">
</head>
<body>
<div id="root"><p class="notice">${escape(page.loading)}</p></div>
<script nonce="${page.nonce}" src="${escape(page.script)}"></script>
</body>
</html>
`;
}

/** 128 bits that nobody can guess, as letters and digits. */
export function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
