import type { Database } from '#lib/platform/db/database.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
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
  /** What happened to the child. */
  readonly unitChangeId: string;
  /** A comment on the child and a picture of it; whose bytes are nowhere. */
  readonly unitCommentId: string;
  readonly unitImageId: string;
  /** A group of nobody, and the set it is in. */
  readonly unitGroupId: string;
  readonly unitGroupSetId: string;
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
  const [versionId, childUnitId] = [pyramid.versionId, pyramid.ids.get(`${word}-child`) ?? ''];
  const unitChangeId = newId();
  const change = { organizationId, id: unitChangeId, versionId, unitId: childUnitId };
  await db.prisma.orgUnitChange.create({ data: { ...change, origin: 'api', actorLabel: word, after: { name: word } } });
  const unitCommentId = newId();
  const comment = { organizationId, id: unitCommentId, unitId: childUnitId, authorLabel: word, body: word };
  await db.prisma.orgUnitComment.create({ data: comment });
  const unitImageId = newId();
  const image = { organizationId, id: unitImageId, unitId: childUnitId, caption: word, sizeBytes: 1 };
  await db.prisma.orgUnitImage.create({ data: { ...image, blobKey: 'none', contentType: 'image/png' } });
  const [unitGroupId, unitGroupSetId] = [newId(), newId()];
  const group = { organizationId, id: unitGroupId, versionId, name: `${word} clinics` };
  await db.prisma.orgUnitGroup.create({ data: group });
  const set = { organizationId, id: unitGroupSetId, versionId, name: `${word} kinds` };
  await db.prisma.orgUnitGroupSet.create({ data: set });
  const inSet = { organizationId, versionId, setId: unitGroupSetId, groupId: unitGroupId };
  await db.prisma.orgUnitGroupSetGroup.create({ data: inSet });
  return {
    unitGroupId,
    unitGroupSetId,
    pyramidId: pyramid.pyramidId,
    versionId,
    unitTypeId: pyramid.typeIds.get(`${word} country`) ?? '',
    unitId: pyramid.ids.get(`${word}-top`) ?? '',
    childUnitId,
    unitLegacyId: String(pyramid.legacyIds.get(`${word}-top`)),
    unitChangeId,
    unitCommentId,
    unitImageId,
  };
}
