import { renderPoint, type PointBlock, type PointEnvelope } from '#lib/passive/index.ts';

/** One row of a block of whole points, and what it belongs to. */
export interface WholeRow {
  readonly block: PointBlock;
  readonly row: number;
  /** Identifier of its source. */
  readonly source: string;
  readonly envelope: PointEnvelope;
}

/** The complete point as JSON text, metadata and all. */
export function wholePoint({ block, row, source, envelope }: WholeRow): string {
  const extrasStart = block.extrasStart[row] as number;
  const lon = block.lon[row] as number;
  const lat = block.lat[row] as number;
  return renderPoint({
    source,
    createdAtUs: block.createdAtUs[row] as number,
    position: Number.isNaN(lon) || Number.isNaN(lat) ? null : [lon, lat],
    properties: block.bytes.toString('utf8', block.propertiesStart[row], block.propertiesEnd[row]),
    extras: extrasStart === -1 ? null : block.bytes.toString('utf8', extrasStart, block.extrasEnd[row]),
    envelope,
  });
}
