/**
 * What DuckDB's node package needs for the same: `node duckdb-columns.ts MODULE FILE` hands over the columns of an activity file as
 * typed arrays, texts as codes with their dictionaries, grouped by contact. `node duckdb-columns.ts MODULE FILE count` only
 * counts the records. Prints the number of records. It is a program of its own, so that its processor time and memory are its own.
 *
 * Codes as whole numbers are the quickest way out of it: text vectors cost several times as much, and each part of an ENUM
 * vector comes with all of its texts.
 */
import { pathToFileURL } from 'node:url';
import { COLUMNS } from './activity-data.ts';

/** As much of the package's types as is used: it is fetched for the benchmark alone. */
interface Vector {
  readonly items: ArrayLike<number | bigint>;
}
interface Chunk {
  readonly rowCount: number;
  getColumnVector(column: number): Vector;
}
interface Result {
  fetchChunk(): Promise<Chunk | null>;
  getRows(): Promise<unknown[][]>;
}
interface Connection {
  run(sql: string): Promise<Result>;
  stream(sql: string): Promise<Result>;
}
interface DuckDb {
  DuckDBInstance: { create(path: string, options: Record<string, string>): Promise<{ connect(): Promise<Connection> }> };
}

const [module = '', file = '', only] = process.argv.slice(2);
const { DuckDBInstance } = (await import(pathToFileURL(module).href)) as DuckDb;
const instance = await DuckDBInstance.create(':memory:', {});
const connection = await instance.connect();
const quoted = `'${file.replaceAll("'", "''")}'`;
const source = file.endsWith('.parquet') ? `read_parquet(${quoted})` : file.endsWith('.ndjson') ? `read_ndjson(${quoted})` : `read_csv(${quoted})`;

if (only === 'count') {
  const rows = await (await connection.run(`select count(*) from ${source}`)).getRows();
  console.log(String(rows[0]?.[0]));
} else if (only === 'parquet') {
  await connection.run(`copy (select * from ${source}) to '${file.replace(/\.csv$/, '.parquet').replaceAll("'", "''")}' (format parquet, compression zstd)`);
} else {
  console.log(String(await columns()));
}

async function columns(): Promise<number> {
  await connection.run(`create table records as select * from ${source}`);
  const texts = COLUMNS.filter((column) => column !== 'time' && column !== 'value');
  const dictionaries: unknown[][][] = [];
  for (const column of texts) {
    await connection.run(`create type "${column}_codes" as enum (select distinct "${column}" from records where "${column}" is not null order by 1)`);
    dictionaries.push(await (await connection.run(`select unnest(enum_range(null::"${column}_codes"))`)).getRows());
  }
  const selected = COLUMNS.map((column) =>
    column === 'time' ? 'epoch_us(time)::double' : column === 'value' ? 'value::double' : `enum_code("${column}"::"${column}_codes")::integer`,
  );
  const result = await connection.stream(`select ${selected.join(', ')} from records`);
  const parts: ArrayLike<number | bigint>[][] = COLUMNS.map(() => []);
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const [column, list] of parts.entries()) list.push(chunk.getColumnVector(column).items);
    rows += chunk.rowCount;
  }
  const arrays = parts.map((list, column) => {
    const all = COLUMNS[column] === 'time' || COLUMNS[column] === 'value' ? new Float64Array(rows) : new Uint32Array(rows);
    let at = 0;
    for (const items of list) {
      all.set(items as ArrayLike<number>, at);
      at += items.length;
    }
    return all;
  });
  const grouped = grouping(arrays[0] as Uint32Array, dictionaries[0]!.length);
  const table = arrays.map((array) => {
    const into = array.slice();
    for (let at = 0; at < rows; at++) into[at] = array[grouped[at]!]!;
    return into;
  });
  return table[0]!.length;
}

/** The rows by contact, in the order of the file within a contact. */
function grouping(contacts: Uint32Array, count: number): Uint32Array {
  const next = new Uint32Array(count + 1);
  for (const contact of contacts) next[contact + 1]!++;
  for (let contact = 1; contact <= count; contact++) next[contact]! += next[contact - 1]!;
  const order = new Uint32Array(contacts.length);
  for (let row = 0; row < contacts.length; row++) order[next[contacts[row]!]!++] = row;
  return order;
}
