import type { z } from 'zod';
import { Problem } from './problem.ts';

/** Parses something from outside; throws `input_invalid` naming every wrong field by its dotted path. */
export function parseInput<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message]),
  );
  const named = Object.entries(fields).map(([path, message]) => `${path}: ${message}`);
  throw new Problem('input_invalid', { detail: `Some fields cannot be used. ${named.join('; ')}`, fields });
}
