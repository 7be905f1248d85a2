import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { openText, sealText } from '#lib/platform/crypto/seal.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { registerSources } from '#lib/sources/index.ts';
import { upsertLink } from '../../data/withings/links.sql.ts';
import type { WithingsTokens } from '../../domain/withings/readings.ts';
import { maxIdentifierBytes } from '../../domain/read-point.ts';
import { readPlacementRules } from '../study-settings.ts';
import { WithingsClient } from './withings-client.ts';

type LinkRuntime = Pick<Runtime, 'db' | 'context'> & {
  readonly config: Pick<Config, 'withings' | 'publicUrl' | 'secret'>;
};

/** How long a participant may take to say yes, ms. */
const stateMs = 60 * 60 * 1000;

const stateSchema = z.object({
  key: z.string(),
  organizationId: z.guid().transform((id) => id as OrganizationId),
  studyId: z.guid().transform((id) => id as StudyId),
  source: z.string(),
  until: z.number(),
});

/** The client of this installation, for a study by its key. Throws `not_found` when it has none: its addresses are then not there. */
export function openWithings(
  { withings, publicUrl }: Pick<Config, 'withings' | 'publicUrl'>,
  studyKey: string,
): WithingsClient {
  if (withings === null) throw new Problem('not_found', { detail: 'This installation links no Withings accounts.' });
  return new WithingsClient(withings, `${publicUrl}/studies/${studyKey}/data/withings/auth`);
}

export interface StartLinkInput {
  readonly organizationId: string;
  readonly studyId: string;
  /** Of the study. */
  readonly key: string;
  /** Identifier of the source. */
  readonly source: string;
}

/** Seals tokens for the database. */
export function sealTokens(
  secret: string,
  { accessToken, refreshToken }: Omit<WithingsTokens, 'userId' | 'expiresInS'>,
): string {
  return sealText(secret, JSON.stringify({ accessToken, refreshToken }));
}

/**
 * Where a participant goes to link a Withings account with a source (pdk-40; Passive Data Kit, `withings/start/<source>`). What
 * comes back with them is sealed: they cannot link another source with it. Errors: `not_found`, `input_invalid`.
 */
export function startLink({ config }: Pick<LinkRuntime, 'config'>, { source, ...study }: StartLinkInput): string {
  const client = openWithings(config, study.key);
  if (source === '' || Buffer.byteLength(source) > maxIdentifierBytes || /\p{Cc}/u.test(source)) {
    throw new Problem('input_invalid', { detail: 'This is no identifier of a source.' });
  }
  return client.authorizeUrl(
    sealText(config.secret, JSON.stringify({ ...study, source, until: Date.now() + stateMs })),
  );
}

/**
 * Takes the code that a participant comes back with, and keeps the tokens, sealed; a source that is not there yet comes into
 * being. Errors: `not_found`, `reset_link_invalid` (wrong or too old), `destination_unavailable` (the service says no).
 */
export async function finishLink(
  runtime: LinkRuntime,
  { code, state, requestId, remoteAddress }: FinishLinkInput,
): Promise<void> {
  const { organizationId, studyId, key, source } = readState(runtime, state);
  const client = openWithings(runtime.config, key);
  const actor = { kind: 'device', studyId, label: remoteAddress } as const;
  const ctx = runtime.context({ organizationId, actor, requestId });
  const tokens = await client.redeemCode(code).catch((error: unknown) => {
    throw new Problem('destination_unavailable', { detail: 'Withings did not accept that. Try again.', cause: error });
  });
  await ctx.db.transaction(async () => {
    const sourceId = await sourceIdOf(ctx, { studyId, source });
    await upsertLink(ctx, {
      sourceId,
      userId: tokens.userId,
      tokensSealed: sealTokens(runtime.config.secret, tokens),
      accessExpiresAt: new Date(ctx.now().getTime() + tokens.expiresInS * 1000),
      at: ctx.now(),
    });
    await writeAudit(ctx, { action: 'withings.link', subjectType: 'source', subjectId: sourceId, studyId, detail: {} });
  });
}

export interface FinishLinkInput {
  readonly code: string;
  readonly state: string;
  readonly requestId: string;
  readonly remoteAddress: string;
}

function readState({ config }: LinkRuntime, text: string): z.infer<typeof stateSchema> {
  try {
    const state = stateSchema.parse(JSON.parse(openText(config.secret, text)));
    if (state.until > Date.now()) return state;
  } catch (error) {
    throw new Problem('reset_link_invalid', { cause: error });
  }
  throw new Problem('reset_link_invalid');
}

async function sourceIdOf(
  ctx: Context,
  { studyId, source }: { readonly studyId: StudyId; readonly source: string },
): Promise<string> {
  const rules = await readPlacementRules(ctx, studyId);
  const identifier = rules.renaming.rename(source);
  const named = { organizationId: ctx.organizationId, studyId, identifier, groupId: rules.defaultGroupId };
  const [row] = await registerSources(ctx, [{ ...named, kind: 'other', userAgent: '' }]);
  if (!row) throw new Problem('internal', { detail: 'The source could not be made.' });
  return row.id;
}
