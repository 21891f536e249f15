import { visibleText } from './visible-text.ts';

/** A text as XML or HTML shows it, in an element and in an attribute: no tag, no entity, no control character, nothing that turns its surroundings around. */
export function markupText(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
