import { z } from 'zod';
import { alertLevelSchema } from './alert.ts';

/** Most alerts a page of the list holds, and most ids one selection names. */
export const maxPageAlerts = 200;
export const maxSelectedAlerts = 1000;

export const alertStates = ['open', 'closed', 'all'] as const;
export type AlertState = (typeof alertStates)[number];

/** What to show of the alerts; every member narrows. As it stands in the address of the page. */
export const alertFilterSchema = z.object({
  /** Key of a study. */
  study: z.string().max(100).optional(),
  state: z.enum(alertStates).default('open'),
  level: alertLevelSchema.optional(),
  /** Id of a check. */
  check: z.string().max(200).optional(),
  source: z.guid().optional(),
  /** Id of a group. */
  group: z.guid().optional(),
  /** Part of the source's identifier or name or of the message, in any case. */
  text: z.string().trim().max(200).optional(),
  acknowledged: z.union([z.boolean(), z.stringbool()]).optional(),
});
export type AlertFilter = z.infer<typeof alertFilterSchema>;

export const alertSorts = ['level', 'opened', 'updated', 'source'] as const;
export type AlertSort = (typeof alertSorts)[number];

/** One page of the list: filter, order and where to go on. */
export const listAlertsSchema = z.object({
  ...alertFilterSchema.shape,
  sort: z.enum(alertSorts).default('level'),
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(maxPageAlerts).default(50),
});
export type ListAlertsInput = z.infer<typeof listAlertsSchema>;

/** Which alerts an act is for: those named, or all that a filter shows but some. */
export const alertSelectionSchema = z.union([
  z.strictObject({ ids: z.array(z.guid()).min(1).max(maxSelectedAlerts) }),
  z.strictObject({ filter: alertFilterSchema, except: z.array(z.guid()).max(maxSelectedAlerts).default([]) }),
]);
export type AlertSelection = z.infer<typeof alertSelectionSchema>;

const count = z.coerce.number();

/** Open alerts in numbers. */
export const alertCountsSchema = z.object({
  all: count,
  info: count,
  warning: count,
  critical: count,
  /** Warnings and worse that nobody has acknowledged: what waits for a person. */
  waiting: count,
  /** Sources with an open alert. */
  sources: count,
});
export type AlertCounts = z.infer<typeof alertCountsSchema>;

/** A check with open alerts, for the filter. */
export const alertCheckSchema = z.object({ checkId: z.string(), checkLabel: z.string(), count });
export type AlertCheck = z.infer<typeof alertCheckSchema>;
