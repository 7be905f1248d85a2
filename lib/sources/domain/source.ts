import { z } from 'zod';

/** What a source is; told from the user agent on first sight, or by the person who added it. */
export const sourceKinds = ['phone', 'browser', 'sensor', 'other'] as const;
export const sourceKindSchema = z.enum(sourceKinds);
export type SourceKind = z.infer<typeof sourceKindSchema>;

/** A source that has delivered nothing for this long is silent. Devices deliver hourly at the least, so a day means trouble. */
export const silentAfterHours = 24;

/** Is it well? `active`: delivered within {@link silentAfterHours}; `silent`: not since; `never`: not once. */
export const sourceStates = ['active', 'silent', 'never'] as const;
export const sourceStateSchema = z.enum(sourceStates);
export type SourceState = z.infer<typeof sourceStateSchema>;

/** Before this instant a delivery does not count as recent any more. */
export function silentBefore(now: Date): Date {
  return new Date(now.getTime() - silentAfterHours * 3_600_000);
}

/** The state at `now` of a source that last delivered at `lastRecordedAt` (server's time). */
export function sourceStateAt(lastRecordedAt: Date | null, now: Date): SourceState {
  if (lastRecordedAt === null) return 'never';
  return lastRecordedAt < silentBefore(now) ? 'silent' : 'active';
}

/** Longest identifier and name, in characters (as in Passive Data Kit, section 1.16). */
export const maxNameCharacters = 1024;

/** Text a person gives to something: trimmed, not empty, without control characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'Write at least one character.')
  .max(maxNameCharacters)
  // Control characters would break tables and tab-delimited exports.
  .regex(/^\P{Cc}*$/u, 'Control characters cannot be used.');

/** Anything that sends data over time. Instants are UTC; `…RecordedAt` is the server's clock, `…CreatedAt` the device's. */
export const sourceSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  studyKey: z.string(),
  studyName: z.string(),
  /** What the device calls itself; unique in its study. */
  identifier: z.string(),
  /** What people call it. */
  name: z.string(),
  kind: sourceKindSchema.catch('other'),
  groupId: z.guid().nullable(),
  groupName: z.string().nullable(),
  /** The configuration assigned to it directly; null: found by pattern. */
  configurationId: z.guid().nullable(),
  suppressAlerts: z.boolean(),
  groupSuppressesAlerts: z.boolean(),
  userAgent: z.string(),
  pointCount: z.coerce.number(),
  lastCreatedAt: z.coerce.date().nullable(),
  lastRecordedAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  archivedAt: z.coerce.date().nullable(),
  state: sourceStateSchema,
});
export type Source = z.infer<typeof sourceSchema>;

/** A set of sources of one study. */
export const sourceGroupSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  studyKey: z.string(),
  studyName: z.string(),
  name: z.string(),
  suppressAlerts: z.boolean(),
  /** Sources in it that are not archived. */
  sourceCount: z.coerce.number(),
  /** New sources of the study join it. */
  isDefault: z.boolean(),
});
export type SourceGroup = z.infer<typeof sourceGroupSchema>;
