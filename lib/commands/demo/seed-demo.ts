import {
  createOrganization,
  createStudy,
  createUser,
  findOrganizationNamed,
  getDefaultStudy,
  getStudyByKey,
  updateStudy,
  type Study,
} from '#lib/accounts/index.ts';
import { createAlertRule, createConfiguration, listAlertRules, listConfigurations } from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import { Problem, type ProblemCode } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { createGroup, createSource, listGroups } from '#lib/sources/index.ts';
import { createParticipant } from '#e2e/devices/participant.ts';
import { platformAt } from '#e2e/devices/fleet.ts';
import {
  demoFleetKeys,
  demoOrganizationName,
  demoPassword,
  demoPeople,
  demoSeed,
  demoStudies,
  type DemoStudy,
} from './demo-world.ts';
import { seedPyramid } from './seed-pyramid.ts';
import { seedSensors } from './seed-sensors.ts';

/** Makes what the demo needs and is not there yet; a second call changes nothing. */
export async function seedDemo(runtime: Runtime): Promise<void> {
  const organizationId = await ensureOrganization(runtime);
  const ctx = demoContext(runtime, organizationId);
  for (const person of demoPeople) {
    const password = demoPassword(runtime.config.secret);
    await unlessThere('already_exists', () => createUser(ctx, { ...person, password, mustChangePassword: false }));
  }
  for (const wanted of demoStudies) {
    const study = await ensureStudy(runtime, ctx, wanted);
    await ensureGroups(ctx, wanted);
    await ensureSources(ctx, wanted);
    await ensureConfiguration(runtime, ctx, study);
    await ensureAlertRule(ctx, study);
  }
  await seedPyramid(ctx);
  await seedSensors(ctx, runtime);
}

/** The context in which the demo prepares its organization. */
export function demoContext(runtime: Runtime, organizationId: OrganizationId): Context {
  return runtime.context({ organizationId, actor: { kind: 'system', label: 'demo' }, requestId: newId() });
}

async function ensureOrganization(runtime: Runtime): Promise<OrganizationId> {
  const known = await unlessThere('not_found', () => findOrganizationNamed(runtime, demoOrganizationName));
  if (known) return known.id;
  const ctx = demoContext(runtime, newId<OrganizationId>());
  return (await createOrganization(ctx, { name: demoOrganizationName, ownerIds: [] })).id;
}

async function ensureStudy(runtime: Runtime, ctx: Context, wanted: DemoStudy): Promise<Study> {
  const known = await unlessThere('not_found', () => getStudyByKey(ctx, wanted.key));
  if (known) return known;
  const { key, name, description } = wanted;
  const isDefaultIntake = wanted.isDefault && (await getDefaultStudy(runtime)) === null;
  const study = await createStudy(ctx, { key, name, description, isDefaultIntake }, runtime.config);
  const clientPublicKey = demoFleetKeys(runtime.config.secret).publicKey;
  return updateStudy(ctx, { studyId: study.id, clientPublicKey });
}

async function ensureGroups(ctx: Context, { key, groups }: DemoStudy): Promise<void> {
  for (const name of groups) await unlessThere('already_exists', () => createGroup(ctx, { study: key, name }));
}

async function ensureSources(ctx: Context, wanted: DemoStudy): Promise<void> {
  const groups = await listGroups(ctx, { study: wanted.key });
  for (let index = 0; index < wanted.deviceCount; index += 1) {
    const identifier = `${wanted.prefix}-${String(index + 1).padStart(4, '0')}`;
    const platform = platformAt(index);
    const { town } = createParticipant(demoSeed, identifier, platform);
    const groupName = wanted.groups[index % wanted.groups.length];
    const source = {
      study: wanted.key,
      identifier,
      name: `${identifier} ${town.name}`,
      kind: platform === 'browser' ? ('browser' as const) : ('phone' as const),
      groupId: groups.find(({ name }) => name === groupName)?.id ?? null,
    };
    await unlessThere('already_exists', () => createSource(ctx, source));
  }
}

async function ensureConfiguration(runtime: Runtime, ctx: Context, study: Study): Promise<void> {
  const existing = await listConfigurations(ctx, { studyId: study.id });
  if (existing.length > 0) return;
  const uploadUri = `${runtime.config.publicUrl}/studies/${study.key}/data/add-bundle.json`;
  const generators = ['pdk-device-battery', 'pdk-location', 'pdk-screen-state', 'pdk-system-status'];
  await createConfiguration(ctx, {
    studyId: study.id,
    name: 'Phones, version 4',
    idPattern: '^[PT]-',
    contextPattern: '.*',
    evaluateOrder: 1,
    isEnabled: true,
    body: {
      transmitters: [
        { type: 'pdk-http-transmitter', 'upload-uri': uploadUri, compression: true, 'max-bundle-size': 256 },
      ],
      generators: [
        ...generators.map((identifier) => ({ identifier })),
        { identifier: 'pdk-foreground-application', 'sample-interval': 5000 },
      ],
    },
  });
}

/** A rule beside the built-in checks, so that the demo has one to look at and change. */
async function ensureAlertRule(ctx: Context, { id: studyId }: Study): Promise<void> {
  const rules = await listAlertRules(ctx, studyId);
  if (rules.some(({ isBuiltIn }) => !isBuiltIn)) return;
  await createAlertRule(ctx, {
    studyId,
    name: 'Charge soon',
    isEnabled: true,
    definition: {
      kind: 'threshold',
      type: 'pdk-device-battery',
      path: 'level',
      steps: [{ operator: 'lt', value: 45, level: 'info', message: 'Battery at {value} %' }],
      none: null,
      kinds: ['phone'],
    },
  });
}

/** The result; undefined when the work failed with the given code, which says that it is done already (or not yet). */
async function unlessThere<Result>(code: ProblemCode, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.code === code) return undefined;
    throw error;
  }
}
