/** A geometry out of a GeoPackage. */
export interface GeoPackageGeometry {
  /** Identifier within the file's `gpkg_spatial_ref_sys`. */
  readonly srsId: number;
  /** ISO WKB; null: empty. */
  readonly wkb: Buffer | null;
}

const magic = 0x4750;
/** Bytes of the envelope by its code (GeoPackage 1.3, 2.1.3.1). */
const envelopeBytes = [0, 32, 48, 48, 64] as const;

/** Takes the header off a GeoPackage geometry (GeoPackage 1.3, clause 2.1.3); a reason instead when it is none. */
export function readGeoPackageGeometry(blob: Buffer): GeoPackageGeometry | string {
  if (blob.length < 8 || blob.readUInt16BE(0) !== magic) return 'it does not begin with "GP"';
  const flags = blob.readUInt8(3);
  const srsId = (flags & 1) === 1 ? blob.readInt32LE(4) : blob.readInt32BE(4);
  const envelope = envelopeBytes[(flags >> 1) & 7];
  if (envelope === undefined) return 'it has an unknown envelope';
  if ((flags & 0x20) !== 0) return 'it is of an extended type';
  const isEmpty = (flags & 0x10) !== 0;
  return { srsId, wkb: isEmpty ? null : blob.subarray(8 + envelope) };
}

/** A GeoPackage geometry of WGS 84 around WKB, without envelope. */
export function writeGeoPackageGeometry(wkb: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(magic, 0);
  head.writeUInt8(1, 3);
  head.writeInt32LE(4326, 4);
  return Buffer.concat([head, wkb]);
}
