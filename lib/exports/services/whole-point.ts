import { renderPoint, type PointBlock, type PointEnvelope } from '#lib/passive/index.ts';

/** The complete point of a block's row as JSON text, metadata and all. */
export function wholePoint(block: PointBlock, row: number, source: string, envelope: PointEnvelope): string {
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
