import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { sealText } from '#lib/platform/crypto/seal.ts';
import { privateKeyFlaw } from '#lib/platform/depots/sftp-session.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { archiveDestinationRow, insertDestination, updateDestinationRow } from '../data/destinations.sql.ts';
import {
  missingSecret,
  noSecrets,
  secretsOfKind,
  type Destination,
  type DestinationDraft,
  type DestinationSecrets,
} from '../domain/destination.ts';
import { getDestinationRow, openSecrets, toDestination } from './list-destinations.ts';
import { requireParameters } from './plugin-depot.ts';

type Keeper = Pick<Config, 'secret' | 'exportDir'>;

/**
 * Makes a destination of the organization; its secrets are sealed and never given back. Throws `permission_missing`,
 * `input_invalid` (a secret that is missing or no key, a folder where the installation allows none).
 */
export async function createDestination(ctx: Context, draft: DestinationDraft, keeper: Keeper): Promise<Destination> {
  requireVerb(ctx, 'destinations.manage');
  const secrets = readSecrets(draft, noSecrets, keeper);
  requireUsable(ctx, draft, secrets);
  const write = { id: newId(), ...toWrite(ctx, { draft, secrets, keeper }) };
  await ctx.db.transaction(async () => {
    await insertDestination(ctx, write);
    await audit(ctx, 'destination.create', write);
  });
  return toDestination(await getDestinationRow(ctx, write.id), secrets);
}

/** Replaces what a destination says; secrets that are left out stay. Throws as {@link createDestination}, `not_found`. */
export async function updateDestination(
  ctx: Context,
  { id, ...draft }: DestinationDraft & { readonly id: string },
  keeper: Keeper,
): Promise<Destination> {
  requireVerb(ctx, 'destinations.manage');
  const secrets = await ctx.db.transaction(async () => {
    const before = openSecrets(await getDestinationRow(ctx, id), keeper.secret);
    const after = readSecrets(draft, before, keeper);
    requireUsable(ctx, draft, after);
    const write = { id, ...toWrite(ctx, { draft, secrets: after, keeper }) };
    await updateDestinationRow(ctx, write);
    await audit(ctx, 'destination.update', write);
    return after;
  });
  return toDestination(await getDestinationRow(ctx, id), secrets);
}

/** Takes a destination out of use: secrets are forgotten, what was on its way is given up, mailed links end. */
export async function archiveDestination(ctx: Context, id: string): Promise<void> {
  requireVerb(ctx, 'destinations.manage');
  await ctx.db.transaction(async () => {
    const { name, settings } = await getDestinationRow(ctx, id);
    await archiveDestinationRow(ctx, id, ctx.now());
    await audit(ctx, 'destination.archive', { id, name, settings });
  });
}

function requireUsable(ctx: Context, { settings }: DestinationDraft, secrets: DestinationSecrets): void {
  if (settings.kind === 'plugin') requireParameters(settings, { secrets, hooks: ctx.plugins.hooks });
}

function readSecrets(draft: DestinationDraft, before: DestinationSecrets, keeper: Keeper): DestinationSecrets {
  const { kind } = draft.settings;
  if (kind === 'folder' && keeper.exportDir === null)
    throw invalid('settings.kind', 'This installation allows no folders: CAIRN_EXPORT_DIR is not set.');
  const given = Object.fromEntries(Object.entries(draft.secrets).filter(([, value]) => value !== undefined));
  const parameters = draft.secrets.parameters && { ...before.parameters, ...draft.secrets.parameters };
  const secrets = secretsOfKind(kind, { ...before, ...given, ...(parameters ? { parameters } : {}) });
  const missing = missingSecret(kind, secrets);
  if (missing !== null) throw invalid(`secrets.${missing}`, 'The destination needs this to sign in.');
  const flaw = secrets.privateKey === null ? null : privateKeyFlaw(secrets.privateKey, secrets.passphrase);
  if (flaw !== null) throw invalid('secrets.privateKey', flaw);
  return secrets;
}

function invalid(field: string, detail: string): Problem {
  return new Problem('input_invalid', { detail, fields: { [field]: detail } });
}

interface Written {
  readonly draft: DestinationDraft;
  readonly secrets: DestinationSecrets;
  readonly keeper: Keeper;
}

function toWrite(ctx: Context, { draft: { name, settings }, secrets, keeper }: Written) {
  const isEmpty = Object.values(secrets).every((value) => value === null);
  const secretsSealed = isEmpty ? null : sealText(keeper.secret, JSON.stringify(secrets));
  return { name, settings, secretsSealed, at: ctx.now() };
}

async function audit(
  ctx: Context,
  action: string,
  {
    id,
    name,
    settings,
  }: { readonly id: string; readonly name: string; readonly settings: DestinationDraft['settings'] },
): Promise<void> {
  const detail = { name, ...settings };
  await writeAudit(ctx, { action, subjectType: 'destination', subjectId: id, detail });
}
