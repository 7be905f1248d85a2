import { apiDelete, apiGet, apiPatch, apiPost, apiUrl, pageSchema } from '#components/ui/api-client.ts';
import {
  unitGroupSchema,
  unitGroupSetSchema,
  type Belonging,
  type UnitGroup,
  type UnitGroupSet,
} from '#lib/registry/domain/unit-group.ts';

/** A version whose groups are shown. */
export interface GroupsVersion {
  readonly id: string;
  readonly number: number;
  readonly pyramidName: string;
  readonly isReadOnly: boolean;
}

export interface GroupsView {
  readonly version: string;
  readonly text: string;
}

export interface GroupDraft {
  readonly name: string;
  readonly sourceRef: string | null;
}

export interface SetDraft extends GroupDraft {
  readonly belonging: Belonging;
  readonly groupIds: readonly string[];
}

export function fetchGroups(view: GroupsView, cursor: string | null, signal: AbortSignal) {
  return apiGet('unit-groups', pageSchema(unitGroupSchema), { query: { ...view, cursor }, signal });
}

export function fetchGroupSets(view: GroupsView, cursor: string | null, signal: AbortSignal) {
  return apiGet('unit-group-sets', pageSchema(unitGroupSetSchema), { query: { ...view, cursor }, signal });
}

/** Groups that a set can be made of. */
export async function fetchGroupChoices(version: string, signal: AbortSignal): Promise<readonly UnitGroup[]> {
  const query = { version, limit: 200 };
  return (await apiGet('unit-groups', pageSchema(unitGroupSchema), { query, signal })).items;
}

export function saveGroup(id: string | null, versionId: string, draft: GroupDraft): Promise<UnitGroup> {
  return id === null
    ? apiPost('unit-groups', { ...draft, versionId }, unitGroupSchema)
    : apiPatch(`unit-groups/${id}`, draft, unitGroupSchema);
}

export function saveGroupSet(id: string | null, versionId: string, draft: SetDraft): Promise<UnitGroupSet> {
  return id === null
    ? apiPost('unit-group-sets', { ...draft, versionId }, unitGroupSetSchema)
    : apiPatch(`unit-group-sets/${id}`, draft, unitGroupSetSchema);
}

export function removeGroup(id: string): Promise<unknown> {
  return apiDelete(`unit-groups/${id}`);
}

export function removeGroupSet(id: string): Promise<unknown> {
  return apiDelete(`unit-group-sets/${id}`);
}

/** Address of the list of groups as a file. */
export function groupsFileUrl({ version, text }: GroupsView, format: 'csv' | 'xlsx'): string {
  return apiUrl('unit-groups/export', { version, text, format });
}
