import assert from 'node:assert/strict';
import { zipEntries } from '../../../scripts/zip-entries.ts';

/** Made by Python's zipfile: a.txt of three bytes, stored, and d/é.txt of 500, which it compressed to eight; both with an extra field and a comment. */
const archive = Buffer.from(
  'UEsDBBQAAAAAAAAAIQDxhmx6AwAAAAMAAAAFAAYAYS50eHSZmQIAYWJvbmVQSwMEFAAACAgAAAAhAFHOsgoIAAAA9AEAAAgABgBkL8OpLnR4dJmZAgBhYquoGAUjDQAAUEsBAhQDFAAAAAAAAAAh' +
    'APGGbHoDAAAAAwAAAAUABgAEAAAAAAAAAIABAAAAAGEudHh0mZkCAGFibm90ZVBLAQIUAxQAAAgIAAAAIQBRzrIKCAAAAPQBAAAIAAYABAAAAAAAAACAASwAAABkL8OpLnR4dJmZAgBhYm5vdGVQ' +
    'SwUGAAAAAAIAAgB9AAAAYAAAAAAA',
  'base64',
);

describe('the table of contents of a zip file', () => {
  it('is read', () => {
    assert.deepEqual(zipEntries(archive), [
      { name: 'a.txt', compressedBytes: 3 },
      { name: 'd/é.txt', compressedBytes: 8 },
    ]);
  });

  it('is missed in other files', () => {
    assert.throws(() => zipEntries(Buffer.from('just a text')), /no zip file/);
  });
});
