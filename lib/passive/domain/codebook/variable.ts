import { z } from 'zod';
import { variableKinds } from './variable-kinds.ts';

/** One variable of a type, as inferred from what was stored. */
export const variableSchema = z.object({
  /** The type's identifier ("pdk-location"). */
  type: z.string(),
  /** `a.b`, `list[].c`, `object.*` where names are data; take it apart with `pathSteps`. */
  path: z.string(),
  /** What its values have been, in a fixed order. */
  kinds: z.array(z.enum(variableKinds)),
  /** Of its numbers; null when it never was one. */
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  /** Characters of its longest text; 0: never a text. */
  longestText: z.number(),
  /** Items of its longest list. */
  longestList: z.number(),
  /** Texts it has been, sorted; null when they are free, personal or too many to show. */
  examples: z.array(z.string()).nullable(),
  /** Points that have it; null inside lists, where points are not counted. */
  pointCount: z.number().nullable(),
  /** When the first and the last point that has it were received. */
  firstSeenAt: z.coerce.date(),
  lastSeenAt: z.coerce.date(),
});
export type Variable = z.infer<typeof variableSchema>;
