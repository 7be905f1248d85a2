import type { UnitChanges, UnitState } from '#lib/registry/domain/unit-state.ts';
import { fromExtraRows, toExtraRows, type ExtraRow } from './extra-field-rows.ts';

/** A unit as its form has it: texts instead of nothing, the position as four numbers. */
export interface UnitDraft extends Pick<
  UnitState,
  'name' | 'status' | 'typeId' | 'code' | 'subSource' | 'aliases' | 'openingDate' | 'closedDate' | 'groupIds'
> {
  readonly sourceRef: string;
  readonly parent: { readonly id: string; readonly name: string } | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly altitudeM: number | null;
  readonly accuracyM: number | null;
  readonly extra: readonly ExtraRow[];
}

/** The form of a unit as it is. */
export function draftOf(unit: UnitState, parentName: string | null): UnitDraft {
  const { name, status, typeId, code, subSource, aliases, openingDate, closedDate, groupIds, accuracyM } = unit;
  const [lon, lat, altitudeM] = unit.location ?? [null, null, null];
  return {
    ...{ name, status, typeId, code, subSource, aliases, openingDate, closedDate, groupIds, accuracyM },
    ...{ lon, lat, altitudeM },
    sourceRef: unit.sourceRef ?? '',
    parent: unit.parentId === null ? null : { id: unit.parentId, name: parentName ?? '…' },
    extra: toExtraRows(unit.extraFields),
  };
}

/**
 * What of a form was touched, as a change of the unit; null while something cannot be read (half a position, a wrong
 * extra field).
 */
export function changesOf(draft: UnitDraft, touched: Partial<UnitDraft>): UnitChanges | null {
  const { parent, lat: _lat, lon: _lon, altitudeM: _altitude, extra, ...plain } = touched;
  const extraFields = extra === undefined ? undefined : fromExtraRows(extra);
  const movesPoint = ['lat', 'lon', 'altitudeM'].some((member) => member in touched);
  const { lat, lon, altitudeM } = draft;
  if (extraFields === null || (lat === null) !== (lon === null)) return null;
  return {
    ...plain,
    aliases: plain.aliases && [...plain.aliases],
    groupIds: plain.groupIds && [...plain.groupIds],
    ...(parent === undefined ? {} : { parentId: parent?.id ?? null }),
    ...(movesPoint ? { location: lat === null || lon === null ? null : [lon, lat, altitudeM ?? 0] } : {}),
    ...(extraFields === undefined ? {} : { extraFields }),
  };
}
