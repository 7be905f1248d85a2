import { z } from 'zod';
import type { StudyId } from '#lib/platform/ids.ts';

const longestPath = 2000;

/** Where a role counts: everywhere, in one study, in one sub-tree of places, or both. */
export const placementSchema = z.strictObject({
  studyId: z
    .uuid()
    .transform((id) => id as StudyId)
    .nullable()
    .default(null),
  /** ltree path of the root of the sub-tree. */
  orgUnitPath: z
    .string()
    .max(longestPath)
    .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, 'This is not the path of a place.')
    .nullable()
    .default(null),
});
