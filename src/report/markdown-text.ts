import { visibleText } from '../drawing/visible-text.ts';

/** Text that stays text: no emphasis, no link, no tag, no mention, no formula, no emoji. */
export const markdownText = (text: string): string =>
  visibleText(text)
    .replaceAll(/[\\`*_[\]<>|#@~&!$]|:(?=\S)/g, (character) => `&#${String(character.charCodeAt(0))};`)
    .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`);
