export interface ZipEntry {
  readonly name: string;
  readonly compressedBytes: number;
}

/** The table of contents at the end of a zip file (APPNOTE.TXT 4.3.12 and 4.3.16). Throws when the bytes are no such file or need zip64. */
export function zipEntries(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new Error('This is no zip file: it has no end of central directory');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) throw new Error('This zip file is a zip64 one');
  return Array.from({ length: count }, () => {
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const entry = { name: bytes.toString('utf8', at + 46, nameEnd), compressedBytes: bytes.readUInt32LE(at + 20) };
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    return entry;
  });
}
