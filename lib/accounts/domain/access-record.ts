import { z } from 'zod';
import { auditFilterSchema } from './audit-event.ts';

/** Somebody read people's data through an API, or tried to. */
export const accessRecordSchema = z.object({
  id: z.guid(),
  at: z.coerce.date(),
  /** user | token | device | system | nobody. */
  actorKind: z.string(),
  /** Name or address at the time. */
  actorLabel: z.string(),
  /** `noun.verb`. */
  action: z.string(),
  studyId: z.guid().nullable(),
  /** Names of filters, never their values. */
  detail: z.record(z.string(), z.unknown()),
  outcome: z.enum(['ok', 'refused', 'failed']),
  /** Records given out. */
  count: z.number().nullable(),
  requestId: z.string(),
});
export type AccessRecord = Readonly<z.infer<typeof accessRecordSchema>>;

/** Which records are wanted. */
export const accessFilterSchema = auditFilterSchema
  .omit({ subjectId: true })
  .extend({ outcome: accessRecordSchema.shape.outcome.optional() });
export type AccessFilter = z.infer<typeof accessFilterSchema>;
