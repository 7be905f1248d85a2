import { apiDelete, apiGet, apiPatch, apiPost, pageSchema } from '#components/ui/api-client.ts';
import {
  typeHierarchySchema,
  unitTypeSchema,
  type AllowedChild,
  type unitCategories,
  type UnitType,
} from '#lib/registry/domain/unit-type.ts';

/** What a form says of a type. */
export interface TypeDraft {
  readonly name: string;
  /** Left out: what follows the last " - " of the name. */
  readonly shortName?: string;
  readonly category: (typeof unitCategories)[number] | null;
  readonly depth: number | null;
  readonly studyIds: readonly string[];
  readonly children: readonly AllowedChild[];
}

export function fetchTypes(text: string, cursor: string | null, signal: AbortSignal) {
  return apiGet('unit-types', pageSchema(unitTypeSchema), { query: { text, cursor, limit: 200 }, signal });
}

export function fetchHierarchy(id: string, signal: AbortSignal) {
  return apiGet(`unit-types/${id}/hierarchy`, typeHierarchySchema, { signal });
}

export function saveType(id: string | null, draft: TypeDraft): Promise<UnitType> {
  return id === null
    ? apiPost('unit-types', draft, unitTypeSchema)
    : apiPatch(`unit-types/${id}`, draft, unitTypeSchema);
}

export function removeType(id: string): Promise<unknown> {
  return apiDelete(`unit-types/${id}`);
}
