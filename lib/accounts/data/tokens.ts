import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import type { ApiTokenSummary } from '../domain/token.ts';

export interface NewToken {
  readonly id: string;
  readonly name: string;
  readonly tokenSha256: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly studyId: string | null;
  readonly createdById: string;
  readonly expiresAt: Date;
}

export async function insertToken(ctx: Context, token: NewToken): Promise<void> {
  await ctx.db.prisma.apiToken.create({
    data: { ...token, scopes: [...token.scopes], organizationId: ctx.organizationId, createdAt: ctx.now() },
  });
}

const shown = { study: { select: { name: true } } } as const;

/** Tokens that are not revoked, newest first; those of one maker, or of all (null). */
export async function listTokenRows(ctx: Context, createdById: string | null): Promise<ApiTokenSummary[]> {
  const rows = await ctx.db.prisma.apiToken.findMany({
    where: { organizationId: ctx.organizationId, revokedAt: null, ...(createdById === null ? {} : { createdById }) },
    include: shown,
    orderBy: { createdAt: 'desc' },
    take: 1000,
  });
  const makers = await makerNames(ctx, rows);
  return rows.map((row) => toSummary(row, makers));
}

/** One live token. */
export async function findTokenRow(ctx: Context, id: string): Promise<ApiTokenSummary | null> {
  const row = await ctx.db.prisma.apiToken.findFirst({
    where: { organizationId: ctx.organizationId, id, revokedAt: null },
    include: shown,
  });
  return row && toSummary(row, await makerNames(ctx, [row]));
}

export async function revokeTokenRow(ctx: Context, id: string): Promise<void> {
  await ctx.db.prisma.apiToken.update({
    where: { organizationId_id: { organizationId: ctx.organizationId, id } },
    data: { revokedAt: ctx.now() },
  });
}

async function makerNames(
  ctx: Context,
  rows: readonly { readonly createdById: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ createdById }) => createdById ?? []))];
  const users = await ctx.db.prisma.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map(({ id, name }) => [id, name]));
}

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: string[];
  readonly studyId: string | null;
  readonly study: { readonly name: string } | null;
  readonly createdById: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

function toSummary(row: TokenRow, makers: ReadonlyMap<string, string>): ApiTokenSummary {
  const { id, name, prefix, scopes, createdById, createdAt, expiresAt, lastUsedAt } = row;
  return {
    id,
    name,
    prefix,
    scopes,
    createdById,
    createdAt,
    expiresAt,
    lastUsedAt,
    studyId: row.studyId as StudyId | null,
    studyName: row.study?.name ?? null,
    createdByName: createdById === null ? null : (makers.get(createdById) ?? null),
  };
}
