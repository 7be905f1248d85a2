import { listMembershipPaths } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findVersion } from '../data/find-version.sql.ts';
import { setDefaultPyramid } from '../data/pyramid-rows.sql.ts';
import { registryScope } from '../data/scope.ts';
import { compareVersions } from '../data/version-report.sql.ts';
import { lockPyramid, setDefaultVersion } from '../data/version-rows.sql.ts';
import {
  defaultImpacts,
  unconfirmedImpacts,
  type DefaultImpact,
  type DefaultImpactReport,
  type Pyramid,
  type PyramidVersion,
} from '../domain/pyramid.ts';
import { getPyramid } from './list-pyramids.ts';
import { requireWholeVersion } from './require-whole-version.ts';
import { getWholeVersion } from './write-version.ts';

/** What making a version the default of its pyramid would do. Errors: `not_found`, `permission_missing`. */
export async function readVersionImpact(ctx: Context, id: string): Promise<DefaultImpactReport> {
  const { pyramidId } = await requireWholeVersion(ctx, id, 'registry.read');
  const now = await findVersion(registryScope(ctx), { pyramidId });
  return readImpact(ctx, now?.id ?? null, id);
}

/**
 * What making a pyramid the default of the organization would do. Errors: `not_found`, `permission_missing`,
 * `state_conflict` (it has no version).
 */
export async function readPyramidImpact(ctx: Context, id: string): Promise<DefaultImpactReport> {
  requireVerb(ctx, 'registry.read');
  const { defaultVersionId } = await getPyramid(ctx, id);
  if (defaultVersionId === null) throw withoutVersion();
  const now = await findVersion(registryScope(ctx), {});
  return readImpact(ctx, now?.id ?? null, defaultVersionId);
}

async function readImpact(ctx: Context, fromId: string | null, toId: string): Promise<DefaultImpactReport> {
  const nothing = { unitsMissing: 0, unitsAdded: 0, groupsMissing: 0, restrictedRoles: 0 };
  const limits = await listMembershipPaths(ctx);
  const counts =
    fromId === null || fromId === toId ? nothing : await compareVersions(registryScope(ctx), { fromId, toId, limits });
  return {
    from: fromId === null ? null : await getWholeVersion(ctx, fromId),
    to: await getWholeVersion(ctx, toId),
    ...counts,
    impacts: [...defaultImpacts],
  };
}

export interface MakeDefaultInput {
  readonly id: string;
  /** What the person has read and ticked: every impact, by name. */
  readonly confirmed: readonly DefaultImpact[];
}

/**
 * Makes a version the one that is meant when none of its pyramid is named.
 * Errors: `not_found`, `permission_missing`, `confirmation_missing` (naming the impacts left out).
 */
export async function makeVersionDefault(ctx: Context, { id, confirmed }: MakeDefaultInput): Promise<PyramidVersion> {
  const { pyramidId, pyramidName, number } = await requireWholeVersion(ctx, id, 'registry.publish');
  requireConfirmed(confirmed);
  const scope = registryScope(ctx);
  await ctx.db.transaction(async () => {
    await lockPyramid(scope, pyramidId);
    const before = await findVersion(scope, { pyramidId });
    await setDefaultVersion(scope, { id, pyramidId });
    const detail = { pyramid: pyramidName, before: before?.number ?? null, after: number };
    await writeAudit(ctx, { action: 'version.make-default', subjectType: 'version', subjectId: id, detail });
  });
  return getWholeVersion(ctx, id);
}

/**
 * Makes a pyramid the one that is meant when none is named.
 * Errors: `not_found`, `permission_missing`, `confirmation_missing`, `state_conflict` (it has no version).
 */
export async function makePyramidDefault(ctx: Context, { id, confirmed }: MakeDefaultInput): Promise<Pyramid> {
  const pyramid = await getPyramid(ctx, id);
  requireVerb(ctx, 'registry.publish');
  if (pyramid.defaultVersionId === null) throw withoutVersion();
  requireConfirmed(confirmed);
  const scope = registryScope(ctx);
  await ctx.db.transaction(async () => {
    await lockPyramid(scope, id);
    const before = await findVersion(scope, {});
    await setDefaultPyramid(scope, id);
    const detail = { before: before?.pyramidName ?? null, after: pyramid.name };
    await writeAudit(ctx, { action: 'pyramid.make-default', subjectType: 'pyramid', subjectId: id, detail });
  });
  return getPyramid(ctx, id);
}

function requireConfirmed(confirmed: readonly DefaultImpact[]): void {
  const missing = unconfirmedImpacts(confirmed);
  if (missing.length === 0) return;
  const fields = { confirmed: `Confirm also: ${missing.join(', ')}.` };
  throw new Problem('confirmation_missing', { fields });
}

function withoutVersion(): Problem {
  return new Problem('state_conflict', { detail: 'The pyramid has no version yet: there would be no places to show.' });
}
