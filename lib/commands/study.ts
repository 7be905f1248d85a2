import { z } from 'zod';
import {
  createStudy,
  createStudyInputSchema,
  findOrganizationNamed,
  getStudyByKey,
  importServerKey,
  listStudies,
  updateStudy,
} from '#lib/accounts/index.ts';
import { curve25519KeySchema, studyKeySchema, viewStudy, type StudyView } from '#lib/accounts/domain/study.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { commandContext, defineCommand } from './command.ts';

const organizationSchema = z.string().min(1).nullable().default(null);

async function contextIn(runtime: Runtime, organization: string | null): Promise<Context> {
  return commandContext(runtime, (await findOrganizationNamed(runtime, organization)).id);
}

/** What whoever sets the devices up has to type. */
function describe(study: StudyView): string {
  const lines = [
    `${study.key}  ${study.name}${study.isDefaultIntake ? '  (default)' : ''}${study.archivedAt ? '  (archived)' : ''}`,
    `  bundles        ${study.addresses.addBundle}`,
    `  points         ${study.addresses.addPoint}`,
    `  configuration  ${study.addresses.appConfig}`,
    ...(study.defaultAddresses ? [`  and as         ${study.defaultAddresses.addBundle}`] : []),
    `  server key     ${study.serverPublicKey ?? 'none'}`,
  ];
  return lines.join('\n');
}

const create = defineCommand({
  name: 'study create',
  usage: '--org N --name N --key K [--default] [--description D]',
  summary: 'Creates a study and prints the addresses its devices send to; --default puts it behind /data/ too.',
  options: {
    org: { type: 'string' },
    name: { type: 'string' },
    key: { type: 'string' },
    description: { type: 'string' },
    default: { type: 'boolean' },
  },
  inputSchema: createStudyInputSchema
    .omit({ isDefaultIntake: true })
    .extend({ org: organizationSchema, default: z.boolean().default(false) }),
  async run(runtime, { org, default: isDefaultIntake, ...input }) {
    const ctx = await contextIn(runtime, org);
    const study = await createStudy(ctx, { ...input, isDefaultIntake }, runtime.config);
    const view = viewStudy(runtime.config.publicUrl, study);
    return { data: view, text: describe(view) };
  },
});

const list = defineCommand({
  name: 'study list',
  usage: '[--org N]',
  summary: 'The studies of an organization and the addresses their devices send to.',
  options: { org: { type: 'string' } },
  inputSchema: z.strictObject({ org: organizationSchema }),
  async run(runtime, { org }) {
    const studies = await listStudies(await contextIn(runtime, org), { withArchived: true });
    const items = studies.map((study) => viewStudy(runtime.config.publicUrl, study));
    return { data: { items }, text: items.map(describe).join('\n\n') || 'There are no studies yet.' };
  },
});

const importKeys = defineCommand({
  name: 'study import-keys',
  usage: '--key K [--org N] [--server-key B64] [--client-key B64]',
  summary: 'Takes over the keys of the server a study comes from: its private key and the public key of its devices.',
  options: {
    org: { type: 'string' },
    key: { type: 'string' },
    'server-key': { type: 'string' },
    'client-key': { type: 'string' },
  },
  inputSchema: z.strictObject({
    org: organizationSchema,
    key: studyKeySchema,
    'server-key': curve25519KeySchema.optional(),
    'client-key': curve25519KeySchema.optional(),
  }),
  async run(runtime, { org, key, 'server-key': privateKey, 'client-key': clientPublicKey }) {
    const ctx = await contextIn(runtime, org);
    const { id: studyId } = await getStudyByKey(ctx, key);
    if (privateKey !== undefined) await importServerKey(ctx, { studyId, privateKey }, runtime.config);
    if (clientPublicKey !== undefined) await updateStudy(ctx, { studyId, clientPublicKey });
    const view = viewStudy(runtime.config.publicUrl, await getStudyByKey(ctx, key));
    return { data: view, text: describe(view) };
  },
});

const set = defineCommand({
  name: 'study set',
  usage: '--key K --legacy-reports on|off [--org N]',
  summary: 'Chooses whether exports have the headers and files that scripts for PDK expect, where ours differ.',
  options: { org: { type: 'string' }, key: { type: 'string' }, 'legacy-reports': { type: 'string' } },
  inputSchema: z.strictObject({
    org: organizationSchema,
    key: studyKeySchema,
    'legacy-reports': z.enum(['on', 'off']),
  }),
  async run(runtime, { org, key, 'legacy-reports': legacyReports }) {
    const ctx = await contextIn(runtime, org);
    const { id: studyId } = await getStudyByKey(ctx, key);
    const study = await updateStudy(ctx, { studyId, hasLegacyReports: legacyReports === 'on' });
    const view = viewStudy(runtime.config.publicUrl, study);
    return { data: view, text: `Exports of ${key} have ${study.hasLegacyReports ? 'legacy' : 'our'} reports.` };
  },
});

export const studyCommands = [create, list, set, importKeys];
