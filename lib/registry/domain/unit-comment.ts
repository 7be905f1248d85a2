import { z } from 'zod';

/** Longest comment, in characters. */
const longestComment = 4000;
/** Answers to one comment; after that, begin anew. */
export const mostAnswers = 200;

export const commentBodySchema = z.string().trim().min(1).max(longestComment);

/** What somebody said of a unit. */
export const unitCommentSchema = z.object({
  id: z.string(),
  authorLabel: z.string(),
  /** Null: it was taken back, and stands for the answers it has. */
  body: z.string().nullable(),
  createdAt: z.coerce.date(),
  /** Said by the viewer, who may take it back. */
  isOwn: z.boolean(),
});
export type UnitComment = z.infer<typeof unitCommentSchema>;

/** A comment with what was answered, oldest first. Answers have none themselves. */
export const commentThreadSchema = unitCommentSchema.extend({ answers: z.array(unitCommentSchema) });
export type CommentThread = z.infer<typeof commentThreadSchema>;
