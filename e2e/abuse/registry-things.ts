import type { Database } from '#lib/platform/db/database.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { plantPyramid } from '../harness/registry.ts';

/** Things of the georegistry that requests name. */
export interface RegistryThings {
  readonly pyramidId: string;
  readonly versionId: string;
  /** The type of the unit on top. */
  readonly unitTypeId: string;
  /** The unit on top, and its only child. */
  readonly unitId: string;
  readonly childUnitId: string;
  readonly unitLegacyId: string;
}

/** A pyramid of two units, the default of its organization. */
export async function makeRegistryThings(
  db: Database,
  organizationId: OrganizationId,
  word: string,
): Promise<RegistryThings> {
  const pyramid = await plantPyramid(db, { organizationId }, [
    { ref: `${word}-top`, name: `${word} country`, type: `${word} country`, at: [15.3, -4.3] },
    { ref: `${word}-child`, name: `${word} clinic`, type: `${word} clinic`, parent: `${word}-top`, at: [15.4, -4.4] },
  ]);
  return {
    pyramidId: pyramid.pyramidId,
    versionId: pyramid.versionId,
    unitTypeId: pyramid.typeIds.get(`${word} country`) ?? '',
    unitId: pyramid.ids.get(`${word}-top`) ?? '',
    childUnitId: pyramid.ids.get(`${word}-child`) ?? '',
    unitLegacyId: String(pyramid.legacyIds.get(`${word}-top`)),
  };
}
