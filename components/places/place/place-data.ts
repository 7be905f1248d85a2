import { z } from 'zod';
import { ApiProblem, apiDelete, apiGet, apiPatch, apiPost, apiUpload, pageSchema } from '#components/ui/api-client.ts';
import { commentThreadSchema, unitCommentSchema, type CommentThread } from '#lib/registry/domain/unit-comment.ts';
import { unitChangePageSchema } from '#lib/registry/domain/unit-history.ts';
import { unitImageSchema, type UnitImage } from '#lib/registry/domain/unit-image.ts';
import { unitRowSchema } from '#lib/registry/domain/unit-list-query.ts';
import { unitSchema, type Unit } from '#lib/registry/domain/unit.ts';
import type { UnitChanges, UnitMember, UnitState } from '#lib/registry/domain/unit-state.ts';

export type UnitChangePage = z.infer<typeof unitChangePageSchema>;
export type ListedUnitChange = UnitChangePage['items'][number];

export const placeKey = (id: string) => ['units', 'one', id] as const;

export const fetchUnit = (id: string, signal: AbortSignal) => apiGet(`units/${id}`, unitSchema, { signal });

export const saveUnit = (unit: Pick<Unit, 'id' | 'revision'>, changes: UnitChanges) =>
  apiPatch(`units/${unit.id}`, { revision: unit.revision, ...changes }, unitSchema);

export const createUnitUnder = (parentId: string, members: UnitChanges) =>
  apiPost('units', { ...members, parentId }, unitSchema);

const restoredSchema = z.object({ unit: unitSchema, leftOut: z.array(z.string()) });

export const restoreUnitTo = (unit: Pick<Unit, 'id' | 'revision'>, changeId: string) =>
  apiPost(`units/${unit.id}/restore`, { changeId, revision: unit.revision }, restoredSchema);

export function fetchHistory(id: string, cursor: string | null, signal: AbortSignal): Promise<UnitChangePage> {
  return apiGet(`units/${id}/history`, unitChangePageSchema, { query: { cursor, limit: 10 }, signal });
}

const childPageSchema = pageSchema(unitRowSchema);

export interface ChildFilter {
  readonly id: string;
  readonly text: string;
  /** Between commas. */
  readonly status: string | null;
  readonly sort: string;
  readonly order: 'asc' | 'desc';
}

export function fetchChildren({ id, ...filter }: ChildFilter, cursor: string | null, signal: AbortSignal) {
  return apiGet(`units/${id}/children`, childPageSchema, { query: { ...filter, cursor }, signal });
}

const threadPageSchema = pageSchema(commentThreadSchema);

export function fetchComments(
  id: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<{ items: CommentThread[]; next: string | null }> {
  return apiGet(`units/${id}/comments`, threadPageSchema, { query: { cursor }, signal });
}

export const sendComment = (id: string, body: string, answerTo: string | null) =>
  apiPost(`units/${id}/comments`, { body, answerTo }, unitCommentSchema);

export const takeBackComment = (id: string, commentId: string) => apiDelete(`units/${id}/comments/${commentId}`);

const imagePageSchema = pageSchema(unitImageSchema);

export function fetchImages(
  id: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<{ items: UnitImage[]; next: string | null }> {
  return apiGet(`units/${id}/images`, imagePageSchema, { query: { cursor }, signal });
}

export const uploadImage = (id: string, file: File) =>
  apiUpload(`units/${id}/images`, file, { schema: unitImageSchema, query: { caption: file.name.slice(0, 255) } });

export const removeImage = (id: string, imageId: string) => apiDelete(`units/${id}/images/${imageId}`);

/** Members of a unit that a form shows. */
export function stateOf(unit: Unit): UnitState {
  const { name, status, typeId, parentId, code, sourceRef, subSource, aliases, openingDate, closedDate } = unit;
  const { extraFields, location, accuracyM, shape, groupIds, defaultImageId } = unit;
  return {
    ...{ name, status, typeId, parentId, code, sourceRef, subSource, aliases, openingDate, closedDate },
    ...{ extraFields, location, accuracyM, shape, groupIds, defaultImageId },
  };
}

/** Of a state, only some members. */
export function membersOf(state: UnitState, members: readonly UnitMember[]): UnitChanges {
  return Object.fromEntries(members.map((member) => [member, state[member]]));
}

/** True when somebody else changed the unit since it was read. */
export function isTooLate(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.code === 'changed_meanwhile';
}
