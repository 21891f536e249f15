import path from 'node:path';

export const projectFolder = path.resolve(import.meta.dirname, '../../..');

/** The extension as it is packaged, unpacked. */
export const stageFolder = path.join(projectFolder, 'dist/stage');

const outFolder = path.join(projectFolder, 'tests/out');
export const bundlesFolder = path.join(outFolder, 'vscode');
export const screenshotsFolder = path.join(outFolder, 'screenshots');
