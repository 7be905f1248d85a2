import { hasVerb, requireVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { openText } from '#lib/platform/crypto/seal.ts';
import type { Config } from '#lib/platform/config/config.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findDestinationRow, listDestinationRows, type DestinationRow } from '../data/destinations.sql.ts';
import {
  destinationSecretsSchema,
  noSecrets,
  type Destination,
  type DestinationSecrets,
} from '../domain/destination.ts';

/**
 * Destinations by name. Who exports somewhere sees what they are called; settings only who manages destinations; secrets
 * nobody. Throws `permission_missing`.
 */
export async function listDestinations(ctx: Context, { secret }: Pick<Config, 'secret'>): Promise<Destination[]> {
  if (studiesWithVerb(ctx.actor, 'passive.export')?.length === 0) requireVerb(ctx, 'destinations.manage');
  const manages = hasVerb(ctx.actor, 'destinations.manage');
  return (await listDestinationRows(ctx)).map((row) => toDestination(row, manages ? openSecrets(row, secret) : null));
}

/** A destination that may be chosen. Throws `not_found`. */
export async function getDestinationRow(ctx: Context, id: string): Promise<DestinationRow> {
  const row = await findDestinationRow(ctx, id);
  if (!row) throw new Problem('not_found');
  return row;
}

/** What a destination signs in with. Never log, never send. */
export function openSecrets({ secretsSealed }: DestinationRow, secret: string): DestinationSecrets {
  if (secretsSealed === null) return noSecrets;
  return destinationSecretsSchema.parse(JSON.parse(openText(secret, secretsSealed)));
}

/** `secrets` null: for somebody who does not manage destinations. */
export function toDestination(row: DestinationRow, secrets: DestinationSecrets | null): Destination {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    settings: secrets === null ? null : row.settings,
    secretsSet: secrets === null ? [] : namesOf(secrets),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function namesOf({ parameters, ...secrets }: DestinationSecrets): string[] {
  const set = Object.entries(secrets).flatMap(([name, value]) => (value === null ? [] : [name]));
  return [...set, ...Object.keys(parameters ?? {})];
}
