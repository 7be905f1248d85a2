import type { Readable } from 'node:stream';
import { streamXlsx } from '#lib/formats/xlsx/write-xlsx.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectIssuePage, type IssuePageRequest } from '../../data/issues/issues.sql.ts';
import { scopeOf, type SourceScope } from '../../data/scope.sql.ts';
import {
  issueReportHeader,
  toReportRow,
  type DeviceIssue,
  type IssueFilter,
} from '../../domain/issues/device-issue.ts';
import { requireVerbSomewhere } from '../require-verb-somewhere.ts';

/** Name of the workbook, as scripts for Passive Data Kit know it. */
export const issueReportName = 'pdk_export_issues.xlsx';

const rowsAtATime = 500;

/**
 * The issues of a filter as a workbook with the columns of the report `pdk-issues`, changed last first
 * (passive-data-kit.md, section 4). Errors: `permission_missing`; `file_over_limits` in the stream when a sheet is full.
 */
export function exportIssues(ctx: Context, filter: IssueFilter): Readable {
  requireVerbSomewhere(ctx, 'sources.read');
  return writeIssueWorkbook(ctx, walkIssues(scopeOf(ctx, 'sources.read'), { filter, sort: 'updated', order: 'desc' }));
}

/**
 * The issues of some sources, by identifier, each source's by when they were reported. The caller has checked the verb
 * in their study.
 */
export function readIssuesOfSources(ctx: Context, sourceIds: readonly string[]): AsyncGenerator<DeviceIssue> {
  const scope = { db: ctx.db, organizationId: ctx.organizationId, studyIds: null, now: ctx.now() };
  return walkIssues(scope, { filter: { sourceIds }, sort: 'identifier', order: 'asc' });
}

/** Issues as a workbook with the columns of the report `pdk-issues`. Errors in the stream: `file_over_limits`. */
export function writeIssueWorkbook(ctx: Context, issues: AsyncIterable<DeviceIssue>): Readable {
  return streamXlsx({ modifiedAt: ctx.now() }, async (workbook) => {
    await workbook.addSheet('Sheet1', issueReportHeader);
    for await (const issue of issues) await workbook.addRow(toReportRow(issue));
  });
}

async function* walkIssues(
  scope: SourceScope,
  request: Pick<IssuePageRequest, 'filter' | 'sort' | 'order'>,
): AsyncGenerator<DeviceIssue> {
  let after: readonly [string, string] | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof selectIssuePage>> = await selectIssuePage(scope, {
      ...request,
      after,
      limit: rowsAtATime,
    });
    for (const { issue } of page) yield issue;
    after = page.at(-1)?.position ?? null;
    if (page.length < rowsAtATime) return;
  }
}
