import { z } from 'zod';

/** A source as a list of them names it. */
export const namedSourceSchema = z.object({
  id: z.guid(),
  identifier: z.string(),
  name: z.string(),
  groupName: z.string().nullable(),
  /** The configuration assigned to it directly; null: found by pattern. */
  configurationId: z.guid().nullable(),
  isArchived: z.boolean(),
});
export type NamedSource = z.infer<typeof namedSourceSchema>;

/** How a source is to be; null: no group, no configuration of its own. */
export interface SourceListChange {
  readonly identifier: string;
  readonly name: string;
  readonly groupName: string | null;
  readonly configurationId: string | null;
}
