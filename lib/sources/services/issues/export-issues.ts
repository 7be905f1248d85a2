import type { Readable } from 'node:stream';
import { streamXlsx } from '#lib/formats/xlsx/write-xlsx.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectIssuePage } from '../../data/issues/issues.sql.ts';
import { scopeOf } from '../../data/scope.sql.ts';
import { issueReportHeader, toReportRow, type IssueFilter } from '../../domain/issues/device-issue.ts';
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
  const scope = scopeOf(ctx, 'sources.read');
  return streamXlsx({ modifiedAt: ctx.now() }, async (workbook) => {
    await workbook.addSheet('Sheet1', issueReportHeader);
    let after: readonly [string, string] | null = null;
    for (;;) {
      const page = { filter, sort: 'updated', order: 'desc', after, limit: rowsAtATime } as const;
      const rows: Awaited<ReturnType<typeof selectIssuePage>> = await selectIssuePage(scope, page);
      for (const { issue } of rows) await workbook.addRow(toReportRow(issue));
      after = rows.at(-1)?.position ?? null;
      if (rows.length < rowsAtATime) return;
    }
  });
}
