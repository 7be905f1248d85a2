import type { NumberedSort } from '#lib/registry/index.ts';
import { readList, refuse, type Params } from './read-params.ts';

/** What clients sort units by, in Iaso's words. */
const sorts: Readonly<Record<string, NumberedSort>> = {
  id: 'id',
  name: 'name',
  path: 'path',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  code: 'code',
  source_ref: 'sourceRef',
  validation_status: 'status',
  org_unit_type: 'type',
  org_unit_type__name: 'type',
  org_unit_type__depth: 'typeDepth',
  parent__name: 'parent',
  version__data_source__name: 'pyramid',
  creator: 'creator',
  // No unit has submissions as long as forms are not collected here: all are equal in it.
  instances_count: 'id',
};

export type UnitOrder = readonly { readonly by: NumberedSort; readonly isDescending: boolean }[];

/** Reads `order=field,-field`; by name when left out. Errors: `input_invalid`. */
export function readOrder(params: Params): UnitOrder {
  return (readList(params, 'order') ?? ['name']).map((word) => {
    const isDescending = word.startsWith('-');
    const by = sorts[isDescending ? word.slice(1) : word];
    return by ? { by, isDescending } : refuse('order', `Units are not sorted by "${word.slice(0, 40)}".`);
  });
}
