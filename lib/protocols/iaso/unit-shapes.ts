import type { UnitDescription } from '#lib/registry/index.ts';

/** A study as Iaso tells its projects; there are no integers for it, its key is the `app_id`. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly app_id: string;
}

/** What a unit is told with: everything above it, by integer id, and the projects, by our id. */
export interface Surroundings {
  readonly above: ReadonlyMap<number, UnitDescription>;
  readonly projects: ReadonlyMap<string, Project>;
}

/** Unix seconds, as the older serializers write instants. */
export const seconds = (at: Date): number => at.getTime() / 1000;

/** dd/mm/yyyy of YYYY-MM-DD. */
const slashed = (day: string | null): string | null => day && day.split('-').reverse().join('/');

/** In a list without a limit: what old mobile clients read. */
export function asMobile(unit: UnitDescription) {
  return {
    ...namesOf(unit),
    org_unit_type_id: unit.typeLegacyId,
    org_unit_type_name: unit.typeName,
    validation_status: unit.status,
    ...timesOf(unit),
    ...positionOf(unit),
    reference_instance_id: null,
    uuid: unit.clientUuid,
    aliases: unit.aliases,
    opening_date: slashed(unit.openingDate),
    closed_date: slashed(unit.closedDate),
  };
}

/** In a page of a list. */
export function asRow(unit: UnitDescription, searchIndex: number | null, around: Surroundings) {
  return {
    ...asSmall(unit, searchIndex, around),
    aliases: unit.aliases,
    sub_source: unit.subSource === '' ? null : unit.subSource,
    code: unit.code,
    parent: parentOf(unit, around),
    ...positionOf(unit),
    has_geo_json: unit.hasShape,
    ...timesOf(unit),
    source_id: unit.pyramidLegacyId,
    version_id: unit.versionLegacyId,
    org_unit_type: typeOf(unit),
    org_unit_type_id: unit.typeLegacyId,
    instances_count: 0,
    groups: groupsOf(unit),
    projects: projectsOf(unit, around),
    default_image: unit.defaultImageLegacyId,
    opening_date: slashed(unit.openingDate),
    closed_date: slashed(unit.closedDate),
  };
}

/** In a page of a light list (`smallSearch`). */
export function asSmall(unit: UnitDescription, searchIndex: number | null, around: Surroundings): object {
  const parent = aboveOf(unit, around);
  return {
    ...namesOf(unit),
    validation_status: unit.status,
    parent_name: unit.parentName,
    source: unit.pyramidName,
    source_ref: unit.sourceRef,
    org_unit_type_name: unit.typeName,
    search_index: searchIndex,
    parent: parent ? asSmall(parent, null, around) : null,
    creator: unit.createdBy,
  };
}

/** A place on a map (`asLocation`). */
export function asLocation(unit: UnitDescription, searchIndex: number | null, withParents: Surroundings | null) {
  const parent = withParents && aboveOf(unit, withParents);
  return {
    ...namesOf(unit),
    short_name: unit.name,
    parent_name: unit.parentName,
    ...positionOf(unit),
    has_geo_json: unit.hasShape,
    org_unit_type: unit.typeName,
    org_unit_type_id: unit.typeLegacyId,
    org_unit_type_depth: unit.typeDepth,
    source_id: unit.pyramidLegacyId,
    source_name: unit.pyramidName,
    ...(searchIndex === null ? {} : { search_index: searchIndex }),
    ...(withParents ? { parent: parent ? asWhole(parent, withParents) : null } : {}),
    geo_json: shapeOf(unit),
  };
}

/** A unit with its shape (`withShapes`), and what the mobile app is told of a unit that it made. */
export function asShaped(unit: UnitDescription, searchIndex: number | null = null) {
  return {
    ...namesOf(unit),
    short_name: unit.name,
    uuid: unit.clientUuid,
    source: unit.pyramidName,
    source_id: unit.pyramidLegacyId,
    source_ref: unit.sourceRef,
    code: unit.code,
    org_unit_type_id: unit.typeLegacyId,
    org_unit_type_name: unit.typeName,
    org_unit_type_depth: unit.typeDepth,
    ...timesOf(unit),
    aliases: unit.aliases,
    validation_status: unit.status,
    ...positionOf(unit),
    has_geo_json: unit.hasShape,
    version: unit.versionNumber,
    reference_instance_id: null,
    opening_date: slashed(unit.openingDate),
    closed_date: slashed(unit.closedDate),
    ...(searchIndex === null ? {} : { search_index: searchIndex }),
    geo_json: shapeOf(unit),
  };
}

/** Everything of one unit, with everything above it nested in `parent`. */
export function asWhole(unit: UnitDescription, around: Surroundings): object {
  const parent = aboveOf(unit, around);
  return {
    ...namesOf(unit),
    short_name: unit.name,
    uuid: unit.clientUuid,
    sub_source: unit.subSource === '' ? null : unit.subSource,
    sub_source_id: unit.subSource === '' ? null : unit.subSource,
    source_ref: unit.sourceRef,
    source_url: null,
    code: unit.code,
    validation_status: unit.status,
    parent_name: unit.parentName,
    parent: parent ? asWhole(parent, around) : null,
    org_unit_type_id: unit.typeLegacyId,
    ...timesOf(unit),
    aliases: unit.aliases,
    ...positionOf(unit),
    has_geo_json: unit.hasShape,
    reference_instance_id: null,
    creator: unit.createdBy,
    opening_date: slashed(unit.openingDate),
    closed_date: slashed(unit.closedDate),
    default_image_id: unit.defaultImageLegacyId,
    groups: groupsOf(unit),
    org_unit_type_name: unit.typeName,
    org_unit_type: typeOf(unit),
    projects: projectsOf(unit, around),
    source: unit.pyramidName,
    source_id: unit.pyramidLegacyId,
    version: unit.versionNumber,
    version_id: unit.versionLegacyId,
    ...(unit.shape === undefined ? {} : { geo_json: shapeOf(unit) }),
  };
}

/** A row of the tree. */
export function asTreeRow(unit: UnitDescription) {
  return {
    id: unit.legacyId,
    name: unit.name,
    validation_status: unit.status,
    has_children: unit.hasChildren ?? false,
    org_unit_type_id: unit.typeLegacyId,
    org_unit_type_short_name: unit.typeShortName,
  };
}

/** The shape of a unit as a collection of one feature; null when it has none. */
function shapeOf(unit: UnitDescription) {
  if (unit.shape === null || unit.shape === undefined) return null;
  return {
    type: 'FeatureCollection',
    crs: { type: 'name', properties: { name: 'EPSG:4326' } },
    features: [{ type: 'Feature', id: unit.legacyId, properties: {}, geometry: unit.shape }],
  };
}

function namesOf(unit: UnitDescription) {
  return { id: unit.legacyId, name: unit.name, parent_id: unit.parentLegacyId };
}

function timesOf(unit: UnitDescription) {
  return { created_at: seconds(unit.createdAt), updated_at: seconds(unit.updatedAt) };
}

function positionOf({ lat, lon, altitudeM }: UnitDescription) {
  return { latitude: lat, longitude: lon, altitude: altitudeM };
}

function typeOf(unit: UnitDescription) {
  if (unit.typeLegacyId === null) return null;
  return {
    id: unit.typeLegacyId,
    name: unit.typeName,
    short_name: unit.typeShortName,
    created_at: unit.typeCreatedAt && seconds(unit.typeCreatedAt),
    updated_at: unit.typeUpdatedAt && seconds(unit.typeUpdatedAt),
    depth: unit.typeDepth,
  };
}

function groupsOf({ groups, versionLegacyId }: UnitDescription) {
  return groups.map(({ legacyId, name, sourceRef, createdAt, updatedAt }) => ({
    id: legacyId,
    name,
    source_ref: sourceRef,
    source_version: versionLegacyId,
    created_at: seconds(createdAt),
    updated_at: seconds(updatedAt),
  }));
}

function projectsOf({ typeStudyIds }: UnitDescription, { projects }: Surroundings): readonly Project[] {
  return typeStudyIds.flatMap((id) => projects.get(id) ?? []);
}

function aboveOf({ parentLegacyId }: UnitDescription, { above }: Surroundings): UnitDescription | null {
  return parentLegacyId === null ? null : (above.get(parentLegacyId) ?? null);
}

function parentOf(unit: UnitDescription, around: Surroundings): object | null {
  const parent = aboveOf(unit, around);
  if (!parent) return null;
  const { legacyId, name, typeLegacyId, typeName } = parent;
  return {
    id: legacyId,
    name,
    parent: parentOf(parent, around),
    org_unit_type_id: typeLegacyId,
    org_unit_type_name: typeName,
  };
}
