/** Corners of a closed ring, [x, y]. */
export type Ring = readonly (readonly [x: number, y: number])[];

const littleEndian = 1;
const kinds = { point: 1, polygon: 3, multiPolygon: 6 } as const;

/** Polygons as one MultiPolygon in WKB (OGC 06-103r4, 8.2); the first ring of each is its outside. */
export function writePolygons(polygons: readonly (readonly Ring[])[]): Buffer {
  const parts = [head(kinds.multiPolygon), count(polygons.length)];
  for (const rings of polygons) {
    parts.push(head(kinds.polygon), count(rings.length));
    for (const ring of rings) parts.push(count(ring.length), numbers(ring.flat()));
  }
  return Buffer.concat(parts);
}

/** A point with a height in WKB (ISO: 1001). */
export function writePoint(position: readonly [x: number, y: number, z: number]): Buffer {
  return Buffer.concat([head(kinds.point + 1000), numbers(position)]);
}

function head(kind: number): Buffer {
  const buffer = Buffer.alloc(5);
  buffer.writeUInt8(littleEndian, 0);
  buffer.writeUInt32LE(kind, 1);
  return buffer;
}

function count(of: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(of);
  return buffer;
}

function numbers(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 8);
  values.forEach((value, place) => buffer.writeDoubleLE(value, place * 8));
  return buffer;
}
