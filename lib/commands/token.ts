import { z } from 'zod';
import { actorOfPerson, createToken, createTokenInputSchema, getStudyByKey } from '#lib/accounts/index.ts';
import { verbs } from '#lib/platform/auth/verbs.ts';
import type { Actor } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { defineCommand } from './command.ts';

const inputSchema = z.strictObject({
  email: z.string().trim().toLowerCase(),
  scopes: z.string().transform((text) => text.split(',').map((word) => word.trim())),
  days: z.coerce.number().optional(),
  name: z.string().default('command line'),
  org: z.string().min(1).nullable().default(null),
  study: z.string().nullable().default(null),
});

/** Everything the person may do in the whole organization. */
function allOf(actor: Extract<Actor, { kind: 'user' }>): readonly string[] {
  const grants = actor.grants.filter(({ studyId, orgUnitPath }) => studyId === null && orgUnitPath === null);
  return verbs.filter((verb) => grants.some((grant) => grant.verbs.has(verb)));
}

const create = defineCommand({
  name: 'token create',
  usage: '--email E --scopes a,b|all [--days 30] [--name N] [--org N] [--study K]',
  summary: 'Creates an API token in the name of a person, with permissions they hold, and prints it this once.',
  options: {
    email: { type: 'string' },
    scopes: { type: 'string' },
    days: { type: 'string' },
    name: { type: 'string' },
    org: { type: 'string' },
    study: { type: 'string' },
  },
  inputSchema,
  async run(runtime, { email, org, ...input }) {
    const person = await actorOfPerson(runtime, { email, organization: org });
    const ctx = runtime.context({ ...person, requestId: newId() });
    const wish = createTokenInputSchema.parse({
      name: input.name,
      scopes: input.scopes.includes('all') ? allOf(person.actor) : input.scopes,
      studyId: input.study === null ? null : (await getStudyByKey(ctx, input.study)).id,
      ...(input.days === undefined ? {} : { lifeDays: input.days }),
    });
    const { summary, token } = await createToken(ctx, wish);
    const ends = summary.expiresAt?.toISOString().slice(0, 10) ?? 'never';
    return { data: { ...summary, token }, text: `${token}\n(shown this once; works until ${ends})` };
  },
});

export const tokenCommands = [create];
