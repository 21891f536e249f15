import { chromium, type Browser } from 'playwright-core';

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing but this machine can be reached, so a test cannot come to depend on the network.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost , EXCLUDE *.localhost',
];

/** Starts the machine's Chromium: the one that the environment variable CHROMIUM names, else /usr/bin/chromium. */
export async function launchBrowser(moreSwitches: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return await chromium.launch({ executablePath, headless: true, args: [...switches, ...moreSwitches] });
}

export const windowSize = { width: 1280, height: 800 };
