import { z } from 'zod';

/** One change made by a person or program, as it was written down in the transaction of the change. */
export const auditEventSchema = z.object({
  id: z.guid(),
  at: z.coerce.date(),
  actorKind: z.string(),
  actorId: z.guid().nullable(),
  /** Name or address at the time. */
  actorLabel: z.string(),
  /** `noun.verb`. */
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  studyId: z.guid().nullable(),
  detail: z.record(z.string(), z.unknown()),
  requestId: z.string().nullable(),
});

export type AuditEvent = Readonly<z.infer<typeof auditEventSchema>>;

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
