import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GeoPackageWriter } from '#lib/formats/geopackage/write-geopackage.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { importOrgUnits, resolveVersion } from '#lib/registry/index.ts';
import { demoGrowth, growPyramid, grownLevels, type GrownUnit } from './grow-pyramid.ts';
import type { Corner, Ring } from './split-ring.ts';

/** Brings the demo's country in through the import that everybody uses, unless the organization has a pyramid. */
export async function seedPyramid(ctx: Context): Promise<void> {
  if (await hasPyramid(ctx)) return;
  const folder = await mkdtemp(join(tmpdir(), 'cairn-demo-'));
  const path = join(folder, 'country.gpkg');
  try {
    writeCountry(path, growPyramid(demoGrowth));
    await importOrgUnits(ctx, { path, pyramid: `${demoGrowth.country} master facility list`, defaultStatus: 'VALID' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function hasPyramid(ctx: Context): Promise<boolean> {
  try {
    await resolveVersion(ctx, {});
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return false;
    throw error;
  }
}

/** Writes units as a GeoPackage of the shape imports take (spec iaso-georegistry 4.2). */
export function writeCountry(path: string, units: readonly GrownUnit[]): void {
  const file = new GeoPackageWriter(path);
  grownLevels.forEach((type, level) => {
    const columns = ['ref', 'name', 'parent_ref', 'group_refs'];
    const add = file.addTable({ name: `level-${String(level)}-${type}`, columns, geometry: 'GEOMETRY' });
    for (const unit of units) {
      if (unit.level !== level) continue;
      const shape = unit.shape ? polygonWkb(unit.shape) : unit.point ? pointWkb(unit.point) : null;
      const group = level === 4 ? (unit.name.endsWith('Hospital') ? 'hospitals' : 'primary-care') : null;
      add([unit.ref, unit.name, unit.parentRef, group], shape);
    }
  });
  const addGroup = file.addTable({ name: 'groups', columns: ['ref', 'name'], geometry: null });
  addGroup(['hospitals', 'Hospitals']);
  addGroup(['primary-care', 'Primary care']);
  file.close();
}

/** WKB of a polygon (OGC 06-103r4, 8.2). */
function polygonWkb(ring: Ring): Buffer {
  const closed = [...ring, ...ring.slice(0, 1)];
  const wkb = Buffer.alloc(13 + closed.length * 16);
  wkb.writeUInt8(1, 0);
  wkb.writeUInt32LE(3, 1);
  wkb.writeUInt32LE(1, 5);
  wkb.writeUInt32LE(closed.length, 9);
  closed.forEach((corner, index) => {
    writeCorner(wkb, corner, 13 + index * 16);
  });
  return wkb;
}

function pointWkb(corner: Corner): Buffer {
  const wkb = Buffer.alloc(21);
  wkb.writeUInt8(1, 0);
  wkb.writeUInt32LE(1, 1);
  writeCorner(wkb, corner, 5);
  return wkb;
}

function writeCorner(wkb: Buffer, [lon, lat]: Corner, offset: number): void {
  wkb.writeDoubleLE(lon, offset);
  wkb.writeDoubleLE(lat, offset + 8);
}
