import { z } from 'zod';

/** How bad it is, from "good to know" to "act now" (passive-data-kit.md, 2). */
export const alertLevels = ['info', 'warning', 'critical'] as const;
export const alertLevelSchema = z.enum(alertLevels);
export type AlertLevel = z.infer<typeof alertLevelSchema>;

/** The level as the database orders it: 1 info, 2 warning, 3 critical. */
export function severityOf(level: AlertLevel): number {
  return alertLevels.indexOf(level) + 1;
}

/** The level of a severity from the database. Throws `RangeError` for a number that is none. */
export function levelOfSeverity(severity: number): AlertLevel {
  const level = alertLevels[severity - 1];
  if (level === undefined) throw new RangeError(`no such severity: ${String(severity)}`);
  return level;
}

/** Why an alert is not open any more. `changed`: the check says something else now. */
export const closeReasons = ['resolved', 'changed', 'suppressed', 'archived', 'check_off'] as const;
export const closeReasonSchema = z.enum(closeReasons);
export type CloseReason = z.infer<typeof closeReasonSchema>;

/** What a check says of one source. While `name` and `level` stay, it is the same alert; the message may change. */
export interface AlertFinding {
  readonly sourceId: string;
  readonly checkId: string;
  readonly checkLabel: string;
  /** What the alert is called; without figures that change from one look to the next. */
  readonly name: string;
  readonly level: AlertLevel;
  /** The sentence people read. */
  readonly message: string;
}

/** One alert, open or of the history. Instants are UTC. */
export const alertSchema = z.object({
  id: z.guid(),
  sourceId: z.guid(),
  sourceName: z.string(),
  sourceIdentifier: z.string(),
  studyId: z.guid(),
  studyKey: z.string(),
  studyName: z.string(),
  groupName: z.string().nullable(),
  checkId: z.string(),
  checkLabel: z.string(),
  name: z.string(),
  level: alertLevelSchema,
  message: z.string(),
  openedAt: z.coerce.date(),
  /** Last time the check said so. */
  updatedAt: z.coerce.date(),
  closedAt: z.coerce.date().nullable(),
  closeReason: closeReasonSchema.nullable(),
  acknowledgedAt: z.coerce.date().nullable(),
  /** Name of who did, as it was then. */
  acknowledgedBy: z.string().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;
