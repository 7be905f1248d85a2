import type { PointBlock } from '#lib/passive/index.ts';
import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { JsonElements } from '../domain/json-elements.ts';
import { JsonMembers } from '../domain/json-members.ts';
import { jsonByte } from '../domain/json-scan.ts';
import type { Made, PointChoice, ReportColumn, ReportTable } from '../domain/reports/standard-report.ts';
import type { TableEncoder } from '../domain/table-encoder.ts';
import { TimeText } from '../domain/time-text.ts';

const { quote } = jsonByte;
/** Of `null`. */
const letterN = 0x6e;

/** Larger numbers are milliseconds: as those they are later than spring of 1973, as seconds past the year 5138. */
const maxSeconds = 100_000_000_000;
/** What a date can say: the end of the year 9999. */
const maxUnixSeconds = 253_402_318_799;

/** A row of a block, and the zone of its dates. */
export interface BlockRow {
  readonly block: PointBlock;
  readonly row: number;
  readonly clock: ZoneClock;
}

/** Members to find in one kind of object, each once. */
class Wanted {
  readonly names: string[] = [];

  indexOf(name: string): number {
    const known = this.names.indexOf(name);
    return known === -1 ? this.names.push(name) - 1 : known;
  }

  finder(): JsonMembers {
    return new JsonMembers(this.names.map((name) => name.split('.')));
  }
}

/** A column with the places of its members among those that are looked for. */
interface PlacedColumn extends Pick<ReportColumn, 'of' | 'respelt' | 'choose' | 'make' | 'isWhole' | 'makeOfPoint'> {
  readonly at: readonly number[];
}

/** Rows of one table of a report, made straight from the bytes of the database. */
export class ReportRows {
  readonly #table: ReportTable;
  readonly #point: JsonMembers;
  readonly #element: JsonMembers;
  readonly #elements = new JsonElements();
  /** Of samples: the arrays side by side, in the order of the wanted members. */
  readonly #arrays: readonly JsonElements[];
  readonly #columns: readonly PlacedColumn[];
  /** Places of the members that say which rows there are, whether, and when. */
  readonly #rowsAt: number;
  readonly #onlyAt: number;
  readonly #createdAt: number;
  readonly #created: TimeText;
  /** The date, where it does not come from the timestamp. */
  readonly #createdDate: TimeText;
  readonly #recorded: TimeText;
  #source = '';
  #sample = 0;

  constructor(table: ReportTable, clock: ZoneClock) {
    const point = new Wanted();
    const element = new Wanted();
    this.#table = table;
    const place = (column: { readonly of: 'point' | 'element' }, name: string) =>
      (column.of === 'point' ? point : element).indexOf(name);
    this.#columns = table.columns.map(({ members, ...column }) => ({
      ...column,
      at: members.map((name) => place(column, name)),
    }));
    this.#rowsAt = table.rows.kind === 'point' ? -1 : point.indexOf(table.rows.member);
    this.#onlyAt = table.only ? point.indexOf(table.only.member) : -1;
    this.#createdAt = table.createdFrom ? place(table.createdFrom, table.createdFrom.member) : -1;
    this.#point = point.finder();
    this.#element = element.finder();
    this.#arrays = element.names.map(() => new JsonElements());
    this.#created = new TimeText(clock);
    this.#createdDate = new TimeText(clock);
    this.#recorded = new TimeText(clock);
  }

  /** Finds what the rows of a point need; false when the table is not about the point. */
  read({ block, row }: Pick<BlockRow, 'block' | 'row'>): boolean {
    this.#point.locate(block.bytes, block.propertiesStart[row] as number);
    const { only } = this.#table;
    return only === null || this.#isChosen(only);
  }

  /** Whose rows the next ones are. */
  set source(identifier: string) {
    this.#source = identifier;
  }

  /** Writes the rows of the point that was read last; gives their number. */
  write(out: TableEncoder, point: BlockRow): number {
    const { rows } = this.#table;
    const { bytes } = point.block;
    if (rows.kind === 'point') {
      this.#row(out, point);
      return 1;
    }
    const start = this.#point.starts[this.#rowsAt] as number;
    if (rows.kind === 'samples') return start === -1 ? 0 : this.#samples(out, point, start);
    this.#elements.locate(bytes, start);
    for (let index = 0; index < this.#elements.count; index += 1) {
      this.#element.locate(bytes, this.#elements.starts[index] as number);
      this.#row(out, point);
    }
    return this.#elements.count;
  }

  /** As many rows as the longest array has values: shorter ones leave their cells empty. */
  #samples(out: TableEncoder, point: BlockRow, start: number): number {
    const { bytes } = point.block;
    this.#element.locate(bytes, start);
    let count = 0;
    for (const [index, array] of this.#arrays.entries()) {
      array.locate(bytes, this.#element.starts[index] as number);
      count = Math.max(count, array.count);
    }
    for (this.#sample = 0; this.#sample < count; this.#sample += 1) this.#row(out, point);
    return count;
  }

  #row(out: TableEncoder, point: BlockRow): void {
    const { block, row } = point;
    out.startRow(block.lon[row] as number, block.lat[row] as number);
    out.text(this.#source);
    this.#times(out, point);
    for (const column of this.#columns) this.#cell(out, column, point);
    out.endRow();
  }

  #times(out: TableEncoder, { block, row, clock }: BlockRow): void {
    const { createdFrom, leading } = this.#table;
    const createdUs = block.createdAtUs[row] as number;
    const otherUs = createdFrom ? (this.#happenedUs() ?? createdUs) : createdUs;
    this.#created.set(createdFrom?.fills === 'both' ? otherUs : createdUs, clock);
    out.seconds(this.#created);
    if (createdFrom) {
      this.#createdDate.set(otherUs, clock);
      out.date(this.#createdDate);
    } else out.date(this.#created);
    if (leading === 'created-only') return;
    this.#recorded.set(block.recordedAtUs[row] as number, clock);
    out.seconds(this.#recorded);
    out.date(this.#recorded);
  }

  /** Microseconds since 1970 (UTC); null when the member is no number. */
  #happenedUs(): number | null {
    const { createdFrom } = this.#table;
    const members = createdFrom?.of === 'element' ? this.#element : this.#point;
    const value = numberIn(this.#parsedMember(members, this.#createdAt));
    if (value === null) return null;
    const seconds = Math.abs(value) > maxSeconds ? value / 1000 : value;
    // Past what a date can say: the point's own time is the better one.
    if (Math.abs(seconds) > maxUnixSeconds) return null;
    return createdFrom?.isWholeSeconds ? Math.floor(seconds) * 1_000_000 : Math.round(seconds * 1_000_000);
  }

  #isChosen({ values, isOther }: PointChoice): boolean {
    const value = this.#parsedMember(this.#point, this.#onlyAt);
    return values.includes(typeof value === 'string' ? value : '') !== isOther;
  }

  #cell(out: TableEncoder, column: PlacedColumn, { block, row }: BlockRow): void {
    const { at, choose, make, isWhole, makeOfPoint } = column;
    if (isWhole) {
      out.value(block.bytes, block.propertiesStart[row] as number, block.propertiesEnd[row] as number);
    } else if (makeOfPoint) {
      const whole = parsed(block.bytes, block.propertiesStart[row] as number, block.propertiesEnd[row] as number);
      writeMade(out, makeOfPoint(whole));
    } else if (make) {
      writeMade(out, make(this.#values(column)));
    } else if (choose) {
      const chosen = choose(this.#values(column));
      if (chosen === -1 || !this.#member(out, column, at[chosen] as number)) out.none();
    } else {
      for (const member of at) if (this.#member(out, column, member)) return;
      out.none();
    }
  }

  /** Writes the value of a member; false when there is none, or null: another spelling of it may have one. */
  #member(out: TableEncoder, { of, respelt }: PlacedColumn, member: number): boolean {
    const isSample = of === 'element' && this.#table.rows.kind === 'samples';
    const members = of === 'point' ? this.#point : this.#element;
    const array = this.#arrays[member];
    const isThere = isSample ? array !== undefined && this.#sample < array.count : members.starts[member] !== -1;
    if (!isThere) return false;
    const start = (isSample && array ? array.starts[this.#sample] : members.starts[member]) as number;
    const end = (isSample && array ? array.ends[this.#sample] : members.ends[member]) as number;
    const { bytes } = members;
    if (bytes[start] === letterN) return false;
    if (respelt && bytes[start] === quote) {
      const text = JSON.parse(bytes.toString('utf8', start, end)) as string;
      out.text(respelt[text] ?? text);
    } else out.value(bytes, start, end);
    return true;
  }

  #values({ of, at }: PlacedColumn): unknown[] {
    const members = of === 'point' ? this.#point : this.#element;
    return at.map((member) => this.#parsedMember(members, member));
  }

  #parsedMember(members: JsonMembers, member: number): unknown {
    return parsed(members.bytes, members.starts[member] as number, members.ends[member] as number);
  }
}

/** A number, also one that came as text. */
function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function writeMade(out: TableEncoder, made: Made): void {
  if (made === null) out.none();
  else if (typeof made === 'number') out.number(made);
  else out.text(String(made));
}

function parsed(bytes: Buffer, start: number, end: number): unknown {
  return start === -1 ? undefined : (JSON.parse(bytes.toString('utf8', start, end)) as unknown);
}
