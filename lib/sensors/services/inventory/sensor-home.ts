import { createStudy } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { createPyramid, createUnitType, createVersion, listUnitTypes } from '#lib/registry/index.ts';
import { insertHome, lockInventory, selectHome, type SensorHome } from '../../data/inventory/write-places.sql.ts';

/** What `createStudy` needs to seal the study's key. */
export type HomeConfig = Pick<Config, 'secret'>;

const pyramidName = 'Sites with sensors';

/**
 * Where the organization keeps its sensors: a study for nodes and a pyramid for sites and rooms, made when the first of
 * them comes. That it is made is no act of whoever happened to be first: the system makes it. In a transaction.
 */
export async function ensureHome(ctx: Context, config: HomeConfig): Promise<SensorHome> {
  const known = await selectHome(ctx);
  if (known) return known;
  await lockInventory(ctx);
  const made = await selectHome(ctx);
  if (made) return made;
  return makeHome({ ...ctx, actor: { kind: 'system', label: 'sensors' } }, config);
}

async function makeHome(system: Context, config: HomeConfig): Promise<SensorHome> {
  const key = `sensors-${system.organizationId.slice(-12)}`;
  const wanted = { key, name: 'Sensors', description: '', isDefaultIntake: false };
  const study = await createStudy(system, wanted, config);
  const treeStatuses: ('VALID' | 'NEW')[] = ['VALID'];
  const studyIds = [study.id];
  const pyramid = await createPyramid(system, {
    name: pyramidName,
    description: '',
    isReadOnly: false,
    treeStatuses,
    studyIds,
  });
  const version = await createVersion(system, { pyramidId: pyramid.id, description: '' });
  const roomTypeId = await typeNamed(system, 'Room', []);
  const siteTypeId = await typeNamed(system, 'Site', [roomTypeId]);
  const home = { studyId: study.id, versionId: version.id, siteTypeId, roomTypeId };
  await insertHome(system, home);
  await writeAudit(system, { action: 'sensors.home', subjectType: 'study', subjectId: study.id, detail: home });
  return { ...home, studyKey: key };
}

async function typeNamed(system: Context, name: string, childIds: readonly string[]): Promise<string> {
  const { items } = await listUnitTypes(system, { text: name, limit: 200 });
  const known = items.find((type) => type.name === name && type.depth === null);
  if (known) return known.id;
  const children = childIds.map((id) => ({ id, isCreatable: false }));
  const made = await createUnitType(system, {
    name,
    shortName: name,
    category: null,
    depth: null,
    studyIds: [],
    children,
  });
  return made.id;
}
