import { z } from 'zod';
import { createUser, createUserInputSchema, findOrganizationNamed } from '#lib/accounts/index.ts';
import { commandContext, defineCommand } from './command.ts';

const create = defineCommand({
  name: 'user create',
  usage: '--email E --password P --org N --role R [--name N] [--locale en|fr|de] [--must-change-password]',
  summary: 'Creates an account with a role. Without a password: gives a role to somebody who has an account.',
  options: {
    email: { type: 'string' },
    password: { type: 'string' },
    org: { type: 'string' },
    role: { type: 'string' },
    name: { type: 'string' },
    locale: { type: 'string' },
    'must-change-password': { type: 'boolean' },
  },
  inputSchema: createUserInputSchema.omit({ mustChangePassword: true }).extend({
    org: z.string().min(1).nullable().default(null),
    'must-change-password': z.boolean().default(false),
  }),
  async run(runtime, { org, 'must-change-password': mustChangePassword, ...input }) {
    const organization = await findOrganizationNamed(runtime, org);
    const user = await createUser(commandContext(runtime, organization.id), { ...input, mustChangePassword });
    const data = {
      id: user.userId,
      isNew: user.isNew,
      email: input.email,
      role: input.role,
      organization: organization.name,
    };
    const what = user.isNew ? 'Created the account' : 'Gave a role to';
    return { data, text: `${what} ${input.email}: ${input.role} of "${organization.name}".` };
  },
});

export const userCommands = [create];
