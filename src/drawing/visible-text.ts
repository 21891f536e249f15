// Control characters, and the bidirectional controls that could make a line read differently from what it says.
const INVISIBLE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu;

// What services that run builds take for orders in a program's output: `::error::…`, `##[error]…`, `##vso[…]…`.
const ORDER = /:(?=:[a-z]+(?:-[a-z]+)*(?:\s[^:]*)?::)|#(?=#(?:vso)?\[)/gi;

/**
 * A text from a file, made safe to show on one line: whatever could drive a terminal or a build, break a line or turn the reading
 * direction of its surroundings becomes the replacement character, so that it is seen rather than obeyed.
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, '\uFFFD').replace(ORDER, '\uFFFD');
}
