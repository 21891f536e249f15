export { allocate, release } from './memory';
export { isUtf8 } from './utf8';
export { intern, newDictionary } from './dictionary';
export { gather } from './cells';
export { csvLine, csvStop, scanCsv } from './csv';
export { jsonLine, jsonStop, scanJson } from './json';
export { readTimes } from './times';
export { orderTexts } from './order';
