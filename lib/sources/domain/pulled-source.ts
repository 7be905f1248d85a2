import { z } from 'zod';
import { Problem } from '#lib/platform/problems/problem.ts';
import { readLookups, readOrder, type FieldKinds, type LookupGroup, type OrderKey } from './lookups.ts';
import { nameSchema } from './source.ts';

/** Fields of sources that pull clients may ask for (passive-data-kit.md, 1.15); `group` is the group's name. */
const sourceFields = {
  identifier: 'text',
  name: 'text',
  group: 'text',
  suppress_alerts: 'boolean',
} as const satisfies FieldKinds<string>;
const sourceAliases = { group__name: 'group' } as const;
export type PulledSourceField = keyof typeof sourceFields;

export type SourceLookups = readonly LookupGroup<PulledSourceField>[];

/** Which sources a client asked for. */
export interface SourceQuestion {
  readonly filters: SourceLookups;
  readonly excludes: SourceLookups;
  readonly order: readonly OrderKey<PulledSourceField>[];
}

/** Reads which sources a client asks for. Throws `input_invalid`, naming the lookup. */
export function readSourceQuestion(asked: {
  readonly filters: unknown;
  readonly excludes: unknown;
  readonly orderBy: unknown;
}): SourceQuestion {
  return {
    filters: readLookups(asked.filters, { field: 'filters', fields: sourceFields, aliases: sourceAliases }),
    excludes: readLookups(asked.excludes, { field: 'excludes', fields: sourceFields, aliases: sourceAliases }),
    order: readOrder(asked.orderBy, Object.keys(sourceFields) as PulledSourceField[]),
  };
}

const sourceUpdateSchema = z.strictObject({
  /** Name of a group, made when the study has none of it; null: in no group. */
  group: nameSchema.nullish(),
  name: nameSchema.optional(),
  suppress_alerts: z.boolean().optional(),
});
export type SourceUpdate = z.infer<typeof sourceUpdateSchema>;

/** Reads what is to be changed. Throws `input_invalid`, naming the member. */
export function readSourceUpdates(value: unknown): SourceUpdate[] {
  const parsed = z.array(sourceUpdateSchema).min(1).max(100).safeParse(value);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'updates'}: ${message}`).join('; ');
  const detail = `"updates" must be a JSON array of objects with group, name or suppress_alerts. ${said}`;
  throw new Problem('input_invalid', { detail, fields: { updates: detail } });
}
