import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { listTypeTotals, type TypeTotal } from '#lib/passive/index.ts';
import type { ExportOrder } from '../domain/export-order.ts';
import { findStandardReport } from '../domain/reports/find-report.ts';
import { choiceOf } from './plan-order.ts';

/** A type that can be exported, and how its table looks. */
export interface ExportableType extends Omit<TypeTotal, 'typeId'> {
  readonly table: 'standard' | 'generic';
}

export interface ListExportableTypesInput extends Pick<ExportOrder, 'sourceIds' | 'groupIds'> {
  readonly studyId: StudyId;
}

/** The types that the chosen sources have sent, with their totals. Throws `permission_missing`. */
export async function listExportableTypes(ctx: Context, input: ListExportableTypesInput): Promise<ExportableType[]> {
  requireVerb(ctx, 'passive.export', { studyId: input.studyId });
  const totals = await listTypeTotals(ctx, choiceOf(input.studyId, input));
  return totals.map(({ typeId: _id, ...total }) => ({
    ...total,
    table: findStandardReport(total.type) ? 'standard' : 'generic',
  }));
}
