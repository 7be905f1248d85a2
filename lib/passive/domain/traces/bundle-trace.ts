import { z } from 'zod';

/** Steps in the life of a bundle, as Passive Data Kit names them (passive-data-kit.md, section 2). */
export const traceStatuses = [
  'started',
  'data_point_created',
  'processed',
  'errored',
  'upload_failed',
  'deleted',
] as const;

export type TraceStatus = (typeof traceStatuses)[number];

/** Steps that a person looks for. */
export const troubleStatuses = ['errored', 'upload_failed'] as const satisfies readonly TraceStatus[];

/** Days after which traces are let go of. */
export const traceDays = 30;

export const bundleTraceSchema = z.object({
  id: z.coerce.number(),
  studyId: z.guid(),
  /** Null: of points that were sent on to another server. */
  bundleId: z.guid().nullable(),
  /** One for each time that the bundle is processed. */
  traceId: z.guid(),
  status: z.enum(traceStatuses),
  at: z.coerce.date(),
  bundleReceivedAt: z.coerce.date().nullable(),
  pointCount: z.number().nullable(),
  isEncrypted: z.boolean().nullable(),
  compression: z.string().nullable(),
  /** Name or code of what went wrong. */
  errorClass: z.string().nullable(),
  sourceId: z.guid().nullable(),
  pointHash: z.guid().nullable(),
});
export type BundleTrace = z.infer<typeof bundleTraceSchema>;

/** A step with the names of what it is about. */
export const listedTraceSchema = bundleTraceSchema.extend({
  studyName: z.string(),
  /** Identifier of the source; null: the step names none, or it is gone. */
  sourceIdentifier: z.string().nullable(),
});
export type ListedTrace = z.infer<typeof listedTraceSchema>;

/** A step that is about to be written. */
export type TraceDraft = Pick<BundleTrace, 'studyId' | 'bundleId' | 'traceId' | 'status'> &
  Partial<Omit<BundleTrace, 'id' | 'at'>> & { readonly organizationId: string };

/** Name of an error, or its code of PostgreSQL or Node: nothing of its text, which may quote the data. */
export function errorClassOf(error: unknown): string {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  return (
    [name, code]
      .filter((part) => typeof part === 'string' && part !== '')
      .join(' ')
      .slice(0, 100) || 'unknown'
  );
}
