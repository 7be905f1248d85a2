import { z } from 'zod';
import {
  createOrganization,
  listAdministratorIds,
  listOrganizations,
  organizationNameSchema,
} from '#lib/accounts/index.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import { commandContext, defineCommand } from './command.ts';

const create = defineCommand({
  name: 'org create',
  usage: '--name N [--owner EMAIL]',
  summary: 'Creates an organization, owned by the person named or else by the administrators of the installation.',
  options: { name: { type: 'string' }, owner: { type: 'string' } },
  inputSchema: z.strictObject({ name: organizationNameSchema, owner: z.string().nullable().default(null) }),
  async run(runtime, { name, owner }) {
    const ownerIds = await listAdministratorIds(runtime, owner);
    // The organization does not exist yet: nothing is looked up by the id of this context.
    const ctx = commandContext(runtime, newId<OrganizationId>());
    const organization = await createOrganization(ctx, { name, ownerIds });
    return { data: organization, text: `Created the organization "${name}" (${organization.id}).` };
  },
});

const list = defineCommand({
  name: 'org list',
  usage: '',
  summary: 'The organizations of the installation.',
  inputSchema: z.strictObject({}),
  async run(runtime) {
    const items = await listOrganizations(runtime);
    return { data: { items }, text: items.map(({ id, name }) => `${id}  ${name}`).join('\n') || 'There are none yet.' };
  },
});

export const orgCommands = [create, list];
