import { metadataName } from '../../domain/canonical-hash.ts';
import { JsonTape } from '../../domain/json-tape.ts';
import type { PointBlock } from '../../domain/point-block.ts';
import { type IsSensitive, redactJson } from '../../domain/sensitive/redact-json.ts';
import { hidesPosition } from '../../domain/sensitive/sensitive-filter.ts';

/**
 * Blocks without what is sensitive of the points in them. What all points of a device share of their metadata stands in
 * their envelope and not here.
 */
export async function* redactBlocks(
  blocks: AsyncIterable<PointBlock>,
  { isSensitive, isWhole }: { readonly isSensitive: IsSensitive; readonly isWhole: boolean },
): AsyncGenerator<PointBlock> {
  const isPlaceless = hidesPosition(isSensitive);
  const tape = new JsonTape();
  const redact = (text: Buffer, path: string): Buffer => {
    tape.bytes = text;
    if (tape.scan(0) < 0) return text;
    const redacted = redactJson(tape, isSensitive, path);
    return redacted === null ? text : Buffer.from(redacted);
  };
  for await (const block of blocks) {
    redactBlock(block, { redact, isWhole });
    if (isWhole && isPlaceless) {
      block.lon.fill(Number.NaN, 0, block.count);
      block.lat.fill(Number.NaN, 0, block.count);
    }
    yield block;
  }
}

interface Means {
  readonly redact: (text: Buffer, path: string) => Buffer;
  readonly isWhole: boolean;
}

/** Where the texts of a column lie, and the path they stand at in a point. */
interface TextColumn {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly path: string;
}

/** Writes the texts of a block anew, side by side. */
function redactBlock(block: PointBlock, { redact, isWhole }: Means): void {
  const { bytes } = block;
  const texts: Buffer[] = [];
  let offset = 0;
  const move = (row: number, { start, end, path }: TextColumn) => {
    const from = start[row] as number;
    if (from < 0) return;
    const text = redact(bytes.subarray(from, end[row]), path);
    texts.push(text);
    start[row] = offset;
    offset += text.length;
    end[row] = offset;
  };
  for (let row = 0; row < block.count; row += 1) {
    move(row, { start: block.propertiesStart, end: block.propertiesEnd, path: '' });
    if (isWhole) move(row, { start: block.extrasStart, end: block.extrasEnd, path: metadataName });
  }
  block.bytes = Buffer.concat(texts);
}
