import type { SourceDeclaration } from '../../model/source-declaration.ts';
import type { JsonLayouts } from '../formats/json.ts';
import { JsonCells } from '../formats/json-cells.ts';
import type { RecordBatch } from '../formats/record-batch.ts';
import type { ChosenShape } from './choose-shape.ts';
import { chooseByColumns, chooseByRecords, chooseGeneric, isRecordOf, namedShape } from './choose-shape.ts';
import { GENERIC } from './known-shapes.ts';
import { JOURNEY } from './journey.ts';
import type { Shape } from './shape.ts';
import { shapeOfSource } from './shape-of-source.ts';
import type { ShapeContext } from './shape-reader.ts';
import { ShapeReader } from './shape-reader.ts';

/** What is said outright of a file's shape. */
export interface Said {
  readonly as?: string;
  readonly source?: SourceDeclaration;
}

/** One file's records on their way into the staged columns: of the shape that is said, or of the one its fields show. */
export class FileShape {
  /** Undefined until there is a header, or a record that is an object. */
  reader: ShapeReader | undefined;
  /** What the user should know of how the shape was chosen. */
  note: string | undefined;
  readonly #context: Omit<ShapeContext, 'idsOf'>;
  readonly #said: Said;
  readonly #given: Shape | undefined;
  #faulty = 0;
  /** Of a table: its columns, with those that come out of JSON texts in its cells. */
  #names: string[] = [];
  #texts: { readonly columns: readonly number[]; readonly cells: JsonCells } | undefined;

  /** Throws a ReadFailure where the shape that is said does not exist. */
  constructor(said: Said, context: Omit<ShapeContext, 'idsOf'>) {
    this.#context = context;
    this.#said = said;
    this.#given = givenShape(said);
  }

  get records(): number {
    return this.#faulty + (this.reader?.records ?? 0);
  }

  /** The shape's name as results have it. */
  get name(): string {
    return (this.reader?.shape ?? this.#given ?? JOURNEY).name;
  }

  columnsOf(header: readonly string[]): readonly string[] {
    const { path } = this.#context;
    const reader = this.#open(() => (this.#isGeneric ? chooseGeneric(path, header) : chooseByColumns(path, header)));
    reader.checkHeader(header);
    this.#names = header.map((name) => reader.columnOf(name));
    const { layout } = reader;
    const columns = [...this.#names.keys()].filter((column) => layout.embedded.has(this.#names[column]!) || layout.pairs.has(this.#names[column]!));
    if (columns.length > 0) this.#texts = { columns, cells: new JsonCells(this.#context.path, { ...layout, exploded: [] }, this.#names) };
    return this.#names;
  }

  readonly layouts: JsonLayouts = {
    fits: (value) => isRecordOf(value, this.#given),
    layoutOf: (sample) => this.#open(() => chooseByRecords(this.#context.path, sample, this.#isGeneric)).layout,
  };

  take(batch: RecordBatch, names: readonly string[]): void {
    this.#readTexts(batch);
    if (this.reader !== undefined) {
      this.reader.take(batch, names);
      return;
    }
    // No record was an object, so that each has a fault of its own.
    for (let row = 0; row < batch.rows; row++) this.#context.rejections.add(this.#context.path, batch.lines[row]!, batch.faults[row] ?? 'not a JSON object');
    this.#context.staged.reserve(batch.rows);
    this.#context.staged.rows += batch.rows;
    this.#faulty += batch.rows;
  }

  /** Whoever exports nested fields to a table often writes them as JSON. */
  #readTexts(batch: RecordBatch): void {
    if (this.#texts === undefined) return;
    const { columns, cells } = this.#texts;
    batch.isLoaded = false;
    for (const column of columns) {
      for (let row = 0; row < batch.rows; row++) {
        const cell = row * batch.stride + column;
        if (batch.faults[row] !== undefined || batch.starts[cell] === batch.ends[cell]) continue;
        batch.faults[row] = cells.readCell(batch, row, column);
        const own = row * batch.stride + column;
        batch.starts[own] = batch.ends[own]!;
      }
    }
  }

  /** A shape that was recognised has its fields. */
  checkFields(names: readonly string[]): void {
    if (this.#given !== undefined) this.reader?.checkRequired(names);
  }

  get #isGeneric(): boolean {
    return (this.#said.as ?? this.#said.source?.shape) === GENERIC;
  }

  #open(choose: () => ChosenShape): ShapeReader {
    const { shape, note }: ChosenShape = this.#given === undefined ? choose() : { shape: this.#given };
    this.note = note;
    this.reader = new ShapeReader(shape, { ...this.#context, idsOf: this.#idsOf(shape) });
    return this.reader;
  }

  #idsOf(shape: Shape): string {
    if (this.#said.source !== undefined) return this.#said.source.key;
    return shape === JOURNEY ? '' : shape.name;
  }
}

/** The shape that is said outright; undefined where the file's fields have to show it. Throws a ReadFailure where it does not exist. */
export function givenShape({ as, source }: Said): Shape | undefined {
  const name = as ?? source?.shape;
  const named = name === undefined ? undefined : namedShape(name);
  return source !== undefined && describesRecords(source) ? shapeOfSource(source, named) : named;
}

function describesRecords({ columns, everyEvent, properties, attributes }: SourceDeclaration): boolean {
  return everyEvent !== undefined || [columns, properties, attributes].some((named) => Object.keys(named).length > 0);
}
