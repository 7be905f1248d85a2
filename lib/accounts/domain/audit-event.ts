import { z } from 'zod';

/** One change made by a person or program, as it was written down in the transaction of the change. */
export interface AuditEvent {
  readonly id: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  /** Name or address at the time. */
  readonly actorLabel: string;
  /** `noun.verb`. */
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string | null;
  readonly studyId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
}

const instantSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** What of the log is wanted: half-open time range, part of the actor's name, "study" or "study.update", a study, a thing. */
export const auditFilterSchema = z.object({
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  actor: z.string().trim().min(1).max(120).optional(),
  action: z
    .string()
    .trim()
    .regex(/^[a-z][a-z-]*(\.[a-z][a-z-]*)?$/, 'Use the words of the log, like "study" or "study.update".')
    .optional(),
  studyId: z.uuid().optional(),
  subjectId: z.string().max(120).optional(),
});

export type AuditFilter = z.infer<typeof auditFilterSchema>;
