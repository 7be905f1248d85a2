import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectIssue, selectIssuePage, selectManufacturers } from '../../data/issues/issues.sql.ts';
import { scopeOf } from '../../data/scope.sql.ts';
import type { DeviceIssue, IssueFilter, ListIssuesInput } from '../../domain/issues/device-issue.ts';
import { requireVerbSomewhere } from '../require-verb-somewhere.ts';

const positionSchema = z.tuple([z.string(), z.guid()]);

export interface IssuePage {
  readonly items: readonly DeviceIssue[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/**
 * Device issues of the studies that the actor may see, one keyset page at a time (passive-data-kit.md, 5.7).
 * Errors: `permission_missing`, `cursor_invalid`.
 */
export async function listIssues(ctx: Context, input: ListIssuesInput): Promise<IssuePage> {
  requireVerbSomewhere(ctx, 'sources.read');
  const { sort, order, cursor, limit, ...filter } = input;
  const after = decodeCursor(positionSchema, cursor);
  const rows = await selectIssuePage(scopeOf(ctx, 'sources.read'), { filter, sort, order, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ issue }) => issue),
    next: rows.length > limit && last ? encodeCursor(last.position) : null,
  };
}

/** One issue. Throws `not_found`, also for one of a study that the actor may not see, and `permission_missing`. */
export async function getIssue(ctx: Context, id: string): Promise<DeviceIssue> {
  requireVerbSomewhere(ctx, 'sources.read');
  const issue = await selectIssue(scopeOf(ctx, 'sources.read'), id);
  if (!issue) throw new Problem('not_found', { detail: 'There is no such issue, or it is not yours to see.' });
  return issue;
}

/** Makers of the devices that the issues of a filter are about, by name. Errors: `permission_missing`. */
export function listIssueManufacturers(ctx: Context, filter: IssueFilter): Promise<string[]> {
  requireVerbSomewhere(ctx, 'sources.read');
  return selectManufacturers(scopeOf(ctx, 'sources.read'), filter);
}
