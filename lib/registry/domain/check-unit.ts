import { largestExtraFieldsBytes, longestUnitText, mostAliases, unitStatusSchema } from './org-unit.ts';
import { countCorners, isOnEarth, maxShapeCorners } from './shape.ts';
import { unitError, type UnitError } from './unit-errors.ts';
import type { UnitMember, WantedUnit } from './unit-state.ts';

/** m below and above the sea: the Dead Sea's floor and the edge of space. */
const altitudeRangeM = [-12_000, 100_000] as const;

type Checks = Partial<Readonly<Record<UnitMember, (wanted: WantedUnit) => readonly UnitError[]>>>;

/** What can be said of each member without looking anything up. */
const checks: Checks = {
  name: ({ name }) => [
    ...(name === '' ? [unitError('name', 'name_missing')] : []),
    ...(name.length > longestUnitText ? [unitError('name', 'name_too_long')] : []),
  ],
  status: ({ status }) =>
    unitStatusSchema.safeParse(status).success ? [] : [unitError('status', 'status_unknown', status)],
  typeId: ({ typeId }) => (typeId === null ? [unitError('typeId', 'type_missing')] : []),
  code: ({ code }) => (code.length > longestUnitText ? [unitError('code', 'code_too_long')] : []),
  sourceRef: ({ sourceRef }) =>
    (sourceRef ?? '').length > longestUnitText ? [unitError('sourceRef', 'source_ref_too_long')] : [],
  subSource: ({ subSource }) =>
    subSource.length > longestUnitText ? [unitError('subSource', 'sub_source_too_long')] : [],
  aliases: ({ aliases }) => [
    ...(aliases.length > mostAliases ? [unitError('aliases', 'aliases_too_many')] : []),
    ...aliases
      .filter((alias) => alias.length > longestUnitText)
      .map((alias) => unitError('aliases', 'alias_too_long', `${alias.slice(0, 40)}…`)),
  ],
  openingDate: ({ openingDate }) => checkDate('openingDate', openingDate),
  closedDate: ({ closedDate }) => checkDate('closedDate', closedDate),
  location: checkLocation,
  accuracyM: ({ accuracyM, location }) => [
    ...(accuracyM !== null && !(accuracyM >= 0) ? [unitError('accuracyM', 'accuracy_negative')] : []),
    ...(accuracyM !== null && location === null ? [unitError('accuracyM', 'accuracy_without_location')] : []),
  ],
  shape: ({ shape }) => {
    if (shape === null) return [];
    if (countCorners(shape) > maxShapeCorners) return [unitError('shape', 'shape_too_large', String(maxShapeCorners))];
    return isOnEarth(shape) ? [] : [unitError('shape', 'shape_off_earth')];
  },
  extraFields: ({ extraFields }) => [
    ...(Object.keys(extraFields).some((key) => key.trim() === '')
      ? [unitError('extraFields', 'extra_field_unnamed')]
      : []),
    ...(new TextEncoder().encode(JSON.stringify(extraFields)).length > largestExtraFieldsBytes
      ? [unitError('extraFields', 'extra_fields_too_large')]
      : []),
  ],
};

/**
 * Everything that is wrong with the changed members of a unit, as far as the unit alone tells. What is not asked to
 * change is not held against the change: lists bring units that would not pass.
 */
export function checkUnit(wanted: WantedUnit, changed: readonly UnitMember[]): UnitError[] {
  const errors = changed.flatMap((member) => checks[member]?.(wanted) ?? []);
  const touchesDates = changed.includes('openingDate') || changed.includes('closedDate');
  return touchesDates ? [...errors, ...checkOrderOfDates(wanted)] : errors;
}

function checkLocation({ location }: WantedUnit): UnitError[] {
  if (location === null) return [];
  const [lon, lat, altitudeM] = location;
  return [
    ...(Math.abs(lon) <= 180 ? [] : [unitError('location', 'longitude_out_of_range', String(lon))]),
    ...(Math.abs(lat) <= 90 ? [] : [unitError('location', 'latitude_out_of_range', String(lat))]),
    ...(altitudeM >= altitudeRangeM[0] && altitudeM <= altitudeRangeM[1]
      ? []
      : [unitError('location', 'altitude_out_of_range', String(altitudeM))]),
  ];
}

function checkDate(field: 'openingDate' | 'closedDate', date: string | null): UnitError[] {
  return date === null || isDay(date) ? [] : [unitError(field, 'date_invalid', date)];
}

/** True for a day of the calendar, YYYY-MM-DD. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function checkOrderOfDates({ openingDate, closedDate }: WantedUnit): UnitError[] {
  if (openingDate === null || closedDate === null || !isDay(openingDate) || !isDay(closedDate)) return [];
  return openingDate <= closedDate ? [] : [unitError('closedDate', 'closed_before_opening')];
}
