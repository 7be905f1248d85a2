import { z } from 'zod';
import { unitStatusSchema } from './org-unit.ts';

const idList = z.array(z.guid()).max(1000);
const day = z.iso.date();

/** Which units a search looks for by where they are recorded: anywhere, as a point, as a shape, or nowhere. */
export const unitGeographySchema = z.enum(['any', 'location', 'shape', 'none']);

/**
 * One search of units of a version; every member narrows (spec 2.2, 3.1). Ids are ours, not the integers of old protocols.
 */
export const unitSearchSchema = z.object({
  /**
   * Part of the name (case and accents ignored) or a whole alias; or `ids:1,2`, `refs:a,iaso:12`, `codes:a,b`, which name
   * units by integer id or uuid, by external reference and by code.
   */
  text: z.string().trim().max(1000).optional(),
  /** Left out: VALID only. Empty: every status. */
  status: z.array(unitStatusSchema).max(3).optional(),
  typeIds: idList.optional(),
  /** Category of the type: COUNTRY, REGION, DISTRICT, HF. */
  category: z.string().max(100).optional(),
  groupIds: idList.optional(),
  /** Direct children of a unit; `root`: units without a parent. */
  parentId: z.union([z.guid(), z.literal('root')]).optional(),
  /** Whole sub-trees, their tops included. */
  underIds: idList.optional(),
  notUnderIds: idList.optional(),
  /** 1 is the top of the tree. */
  depth: z.int().min(1).max(100).optional(),
  geography: unitGeographySchema.optional(),
  withLocation: z.boolean().optional(),
  withShape: z.boolean().optional(),
  /** Opened on this day or later. */
  openingDate: day.optional(),
  /** Closed on this day or before. */
  closedDate: day.optional(),
  /** Open on this day: not opened later, not closed before it ends. A unit without dates is open. */
  openAt: day.optional(),
  /** Which part of the origin named it. */
  subSource: z.string().max(255).optional(),
  createdFrom: z.iso.datetime({ offset: true }).optional(),
  createdTo: z.iso.datetime({ offset: true }).optional(),
  updatedSince: z.iso.datetime({ offset: true }).optional(),
  /** Extra fields and the value that each must have, as text. */
  extra: z.record(z.string().min(1).max(255), z.string().max(1000)).optional(),
});
export type UnitSearch = z.infer<typeof unitSearchSchema>;

/** A search whose sub-trees are known by their ltree paths. */
export interface PreparedSearch extends Omit<UnitSearch, 'underIds' | 'notUnderIds'> {
  readonly underPaths?: readonly string[];
  readonly notUnderPaths?: readonly string[];
}

/** What a text of a search asks for. */
export type TextQuery =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'ids'; readonly legacyIds: readonly number[]; readonly ids: readonly string[] }
  | { readonly kind: 'refs'; readonly refs: readonly string[]; readonly legacyIds: readonly number[] }
  | { readonly kind: 'codes'; readonly codes: readonly string[] };

const internalRef = /^iaso[:#](\d{1,15})$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the text of a search with its special forms (spec 2.2); null: it asks for nothing. */
export function readTextQuery(text: string | undefined): TextQuery | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return null;
  const [, form = '', list = ''] = /^(ids|refs|codes):(.*)$/is.exec(trimmed) ?? [];
  const words = list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  switch (form.toLowerCase()) {
    case 'ids':
      return {
        kind: 'ids',
        legacyIds: words.filter((word) => /^\d{1,15}$/.test(word)).map(Number),
        ids: words.filter((word) => uuid.test(word)),
      };
    case 'refs':
      return {
        kind: 'refs',
        refs: words.filter((word) => !internalRef.test(word)),
        legacyIds: words.flatMap((word) => internalRef.exec(word)?.[1] ?? []).map(Number),
      };
    case 'codes':
      return { kind: 'codes', codes: words };
    default:
      return { kind: 'name', text: trimmed };
  }
}
