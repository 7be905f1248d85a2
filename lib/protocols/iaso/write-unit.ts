import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { createUnit, idsOfLegacy, updateUnit, type LegacyKind } from '#lib/registry/index.ts';
import { WrongUnit, type UnitFlaw } from './answers.ts';
import type { IasoCall } from './exchange.ts';
import { tellUnit } from './get-unit.ts';
import { one } from './place-searches.ts';
import { readUnit, writtenUnitSchema, type UnitChanges, type WrittenUnit } from './read-unit.ts';

/**
 * `PATCH /api/orgunits/{id}/`: sets what is sent. Errors: a list of what is wrong (status 400), `not_found`,
 * `permission_missing`, `pyramid_read_only`.
 */
export async function patchOrgUnit({ ctx, legacyId, readBody }: IasoCall): Promise<Response> {
  const written = parseUnit(await readBody());
  const id = await one(ctx, 'unit', legacyId());
  const changes = await changesOf(ctx, written);
  await flawed(() => updateUnit(ctx, { id, changes, origin: 'api' }));
  return answerJson(await tellUnit(ctx, legacyId()));
}

/** `POST /api/orgunits/create_org_unit/`: adds a unit, NEW unless said otherwise. Errors: as {@link patchOrgUnit}. */
export async function createOrgUnit({ ctx, readBody }: IasoCall): Promise<Response> {
  const written = parseUnit(await readBody());
  const version = written.version_id ?? undefined;
  const versionId = version === undefined ? undefined : (await idsOfLegacy(ctx, 'version', [version])).get(version);
  if (version !== undefined && versionId === undefined) {
    throw new WrongUnit([{ errorKey: 'version_id', errorMessage: `Unauthorized version id: ${String(version)}` }]);
  }
  const changes = await changesOf(ctx, written);
  const unit = await flawed(() =>
    createUnit(ctx, { ...changes, ...(versionId === undefined ? {} : { versionId }), origin: 'api' }),
  );
  return answerJson(await tellUnit(ctx, unit.legacyId));
}

/** What was written with our ids. Errors: a {@link WrongUnit} with everything that cannot be read or is not there. */
export async function changesOf(ctx: Context, written: WrittenUnit): Promise<UnitChanges> {
  const { changes, flaws } = readUnit(written);
  const missing: UnitFlaw[] = [];
  const find = async (kind: LegacyKind, errorKey: string, legacyIds: readonly number[]) => {
    const found = await idsOfLegacy(ctx, kind, legacyIds);
    for (const id of legacyIds) {
      if (!found.has(id)) missing.push({ errorKey, errorMessage: `There is no ${errorKey} ${String(id)}` });
    }
    return [...found.values()];
  };
  const { org_unit_type_id: type, parent_id: parent, groups } = written;
  const [typeId] = type ? await find('type', 'org_unit_type_id', [type]) : [];
  const [parentId] = parent ? await find('unit', 'parent_id', [parent]) : [];
  const groupIds = groups === undefined ? undefined : await find('group', 'groups', [...new Set(groups)]);
  if (flaws.length + missing.length > 0) throw new WrongUnit([...flaws, ...missing]);
  return {
    ...changes,
    ...(type === undefined ? {} : { typeId: typeId ?? null }),
    ...(parent === undefined ? {} : { parentId: parentId ?? null }),
    ...(groupIds === undefined ? {} : { groupIds }),
  };
}

/** Runs a change; everything that is wrong with it is told in the words of the old protocol. */
export async function flawed<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const flaws = flawsOf(error);
    if (flaws.length === 0) throw error;
    throw new WrongUnit(flaws);
  }
}

/** Everything that is wrong with a unit, if that is what a problem is about. */
function flawsOf({ code, errors = [] }: Problem): UnitFlaw[] {
  if (code === 'pyramid_read_only') {
    return [{ errorKey: 'name', errorMessage: 'Changes of org units are not authorized on a read only data source' }];
  }
  if (code !== 'input_invalid') return [];
  return errors.map(({ field, code: flaw, message }) => ({
    errorKey: keys[flaw] ?? keys[field] ?? field,
    errorMessage: words[flaw] ?? message,
  }));
}

/** Members and, where a member has several keys, what is wrong with it, in Iaso's words. */
const keys: Readonly<Record<string, string>> = {
  status: 'validation_status',
  typeId: 'org_unit_type_id',
  parentId: 'parent_id',
  groupIds: 'groups',
  sourceRef: 'source_ref',
  subSource: 'sub_source',
  openingDate: 'opening_date',
  closedDate: 'closed_date',
  location: 'location',
  longitude_out_of_range: 'longitude',
  latitude_out_of_range: 'latitude',
  altitude_out_of_range: 'altitude',
  accuracyM: 'accuracy',
  shape: 'geom',
  extraFields: 'extra_fields',
  defaultImageId: 'default_image',
};

const words: Readonly<Record<string, string>> = {
  name_missing: 'Org unit name is required',
  type_missing: 'Org unit type is required',
  parent_elsewhere: 'Parent is not in the same version',
  parent_required: 'You cannot create an Org Unit without a parent',
  group_elsewhere: 'Group must be in the same source version',
  closed_before_opening: 'Opening date must be anterior to closed date',
};

function parseUnit(body: unknown): WrittenUnit {
  const parsed = writtenUnitSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new WrongUnit(flawsOfZod(parsed.error));
}

/** What a schema refuses, as flaws. */
export function flawsOfZod(error: z.ZodError): UnitFlaw[] {
  return error.issues.map(({ path, message }) => ({ errorKey: path.join('.') || 'body', errorMessage: message }));
}
