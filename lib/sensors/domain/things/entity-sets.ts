/** Sets of the SensorThings API 1.1 (OGC 18-088, section 8). */
export const entitySetNames = [
  'Things',
  'Locations',
  'HistoricalLocations',
  'Datastreams',
  'MultiDatastreams',
  'Sensors',
  'ObservedProperties',
  'Observations',
  'FeaturesOfInterest',
] as const;
export type EntitySetName = (typeof entitySetNames)[number];

/**
 * What a property holds: `json` is anything; `location` a GeoJSON geometry when the encoding says so; `time` an instant;
 * `period` an instant or a half-open interval `from/to` (ISO 8601, UTC).
 */
export type PropertyType = 'text' | 'json' | 'location' | 'time' | 'period';

export interface EntityProperty {
  readonly name: string;
  readonly type: PropertyType;
  readonly isRequired?: true;
  /** The service tells it; what a client sends is not kept. */
  readonly isComputed?: true;
}

/** How two sets hang together: names of links, each from its left to its right side. */
export type RelationName = LinkRelationName | ObservationRelationName;

/** Relations of observations to their stream and feature: columns of theirs. */
export type ObservationRelationName = 'observation_stream' | 'observation_multistream' | 'observation_feature';

/** Relations that are kept as links. */
export type LinkRelationName =
  | 'thing_location'
  | 'history_thing'
  | 'history_location'
  | 'stream_thing'
  | 'stream_sensor'
  | 'stream_property'
  | 'multistream_thing'
  | 'multistream_sensor'
  | 'multistream_property';

export interface Navigation {
  readonly name: string;
  readonly target: EntitySetName;
  readonly isMany: boolean;
  readonly relation: RelationName;
  /** Which side of the relation this set is. */
  readonly side: 'left' | 'right';
  readonly isRequired?: true;
  /** When an entity of this set is deleted, those at the other end are too (section 10.4). */
  readonly isOwned?: true;
  /** Those at the other end have an order, which is told and kept, and one may be there twice: results are in it. */
  readonly isOrdered?: true;
}

export interface EntitySet {
  readonly name: EntitySetName;
  readonly properties: readonly EntityProperty[];
  readonly navigations: readonly Navigation[];
}

const named = [
  { name: 'name', type: 'text', isRequired: true },
  { name: 'description', type: 'text', isRequired: true },
] as const;
const free = { name: 'properties', type: 'json' } as const;
const encoded = { name: 'encodingType', type: 'text', isRequired: true } as const;

/** The one description of every set: what its entities hold and what they lead to. */
export const entitySets: Readonly<Record<EntitySetName, EntitySet>> = {
  Things: {
    name: 'Things',
    properties: [...named, free],
    navigations: [
      { name: 'Locations', target: 'Locations', isMany: true, relation: 'thing_location', side: 'left' },
      {
        name: 'HistoricalLocations',
        target: 'HistoricalLocations',
        isMany: true,
        relation: 'history_thing',
        side: 'right',
        isOwned: true,
      },
      {
        name: 'Datastreams',
        target: 'Datastreams',
        isMany: true,
        relation: 'stream_thing',
        side: 'right',
        isOwned: true,
      },
      {
        name: 'MultiDatastreams',
        target: 'MultiDatastreams',
        isMany: true,
        relation: 'multistream_thing',
        side: 'right',
        isOwned: true,
      },
    ],
  },
  Locations: {
    name: 'Locations',
    properties: [...named, encoded, { name: 'location', type: 'location', isRequired: true }, free],
    navigations: [
      { name: 'Things', target: 'Things', isMany: true, relation: 'thing_location', side: 'right' },
      {
        name: 'HistoricalLocations',
        target: 'HistoricalLocations',
        isMany: true,
        relation: 'history_location',
        side: 'right',
        isOwned: true,
      },
    ],
  },
  HistoricalLocations: {
    name: 'HistoricalLocations',
    properties: [{ name: 'time', type: 'time', isRequired: true }],
    navigations: [
      {
        name: 'Locations',
        target: 'Locations',
        isMany: true,
        relation: 'history_location',
        side: 'left',
        isRequired: true,
      },
      { name: 'Thing', target: 'Things', isMany: false, relation: 'history_thing', side: 'left', isRequired: true },
    ],
  },
  Datastreams: {
    name: 'Datastreams',
    properties: [
      ...named,
      { name: 'observationType', type: 'text', isRequired: true },
      { name: 'unitOfMeasurement', type: 'json', isRequired: true },
      { name: 'observedArea', type: 'json' },
      { name: 'phenomenonTime', type: 'period', isComputed: true },
      { name: 'resultTime', type: 'period', isComputed: true },
      free,
    ],
    navigations: [
      { name: 'Thing', target: 'Things', isMany: false, relation: 'stream_thing', side: 'left', isRequired: true },
      { name: 'Sensor', target: 'Sensors', isMany: false, relation: 'stream_sensor', side: 'left', isRequired: true },
      {
        name: 'ObservedProperty',
        target: 'ObservedProperties',
        isMany: false,
        relation: 'stream_property',
        side: 'left',
        isRequired: true,
      },
      {
        name: 'Observations',
        target: 'Observations',
        isMany: true,
        relation: 'observation_stream',
        side: 'right',
        isOwned: true,
      },
    ],
  },
  MultiDatastreams: {
    name: 'MultiDatastreams',
    properties: [
      ...named,
      { name: 'observationType', type: 'text' },
      { name: 'multiObservationDataTypes', type: 'json', isRequired: true },
      { name: 'unitOfMeasurements', type: 'json', isRequired: true },
      { name: 'observedArea', type: 'json' },
      { name: 'phenomenonTime', type: 'period', isComputed: true },
      { name: 'resultTime', type: 'period', isComputed: true },
      free,
    ],
    navigations: [
      { name: 'Thing', target: 'Things', isMany: false, relation: 'multistream_thing', side: 'left', isRequired: true },
      {
        name: 'Sensor',
        target: 'Sensors',
        isMany: false,
        relation: 'multistream_sensor',
        side: 'left',
        isRequired: true,
      },
      {
        name: 'ObservedProperties',
        target: 'ObservedProperties',
        isMany: true,
        relation: 'multistream_property',
        side: 'left',
        isRequired: true,
        isOrdered: true,
      },
      {
        name: 'Observations',
        target: 'Observations',
        isMany: true,
        relation: 'observation_multistream',
        side: 'right',
        isOwned: true,
      },
    ],
  },
  Sensors: {
    name: 'Sensors',
    properties: [...named, encoded, { name: 'metadata', type: 'json', isRequired: true }, free],
    navigations: [
      {
        name: 'Datastreams',
        target: 'Datastreams',
        isMany: true,
        relation: 'stream_sensor',
        side: 'right',
        isOwned: true,
      },
      {
        name: 'MultiDatastreams',
        target: 'MultiDatastreams',
        isMany: true,
        relation: 'multistream_sensor',
        side: 'right',
        isOwned: true,
      },
    ],
  },
  ObservedProperties: {
    name: 'ObservedProperties',
    properties: [named[0], { name: 'definition', type: 'text', isRequired: true }, named[1], free],
    navigations: [
      {
        name: 'Datastreams',
        target: 'Datastreams',
        isMany: true,
        relation: 'stream_property',
        side: 'right',
        isOwned: true,
      },
      {
        name: 'MultiDatastreams',
        target: 'MultiDatastreams',
        isMany: true,
        relation: 'multistream_property',
        side: 'right',
        isOwned: true,
      },
    ],
  },
  Observations: {
    name: 'Observations',
    properties: [
      { name: 'phenomenonTime', type: 'period' },
      { name: 'result', type: 'json', isRequired: true },
      { name: 'resultTime', type: 'time' },
      { name: 'resultQuality', type: 'json' },
      { name: 'validTime', type: 'period' },
      { name: 'parameters', type: 'json' },
    ],
    navigations: [
      // One of the two: an observation is of the one or of the other.
      {
        name: 'Datastream',
        target: 'Datastreams',
        isMany: false,
        relation: 'observation_stream',
        side: 'left',
      },
      {
        name: 'MultiDatastream',
        target: 'MultiDatastreams',
        isMany: false,
        relation: 'observation_multistream',
        side: 'left',
      },
      {
        name: 'FeatureOfInterest',
        target: 'FeaturesOfInterest',
        isMany: false,
        relation: 'observation_feature',
        side: 'left',
      },
    ],
  },
  FeaturesOfInterest: {
    name: 'FeaturesOfInterest',
    properties: [...named, encoded, { name: 'feature', type: 'location', isRequired: true }, free],
    navigations: [
      {
        name: 'Observations',
        target: 'Observations',
        isMany: true,
        relation: 'observation_feature',
        side: 'right',
        isOwned: true,
      },
    ],
  },
};

/** The set of a name in an address, or null. */
export function findEntitySet(name: string): EntitySet | null {
  return (entitySetNames as readonly string[]).includes(name) ? entitySets[name as EntitySetName] : null;
}

/** A navigation of a set by its name, or null. */
export function findNavigation(set: EntitySetName, name: string): Navigation | null {
  return entitySets[set].navigations.find((one) => one.name === name) ?? null;
}

/** A property of a set by its name, or null. */
export function findProperty(set: EntitySetName, name: string): EntityProperty | null {
  return entitySets[set].properties.find((one) => one.name === name) ?? null;
}

/** True for what the rows of observations say themselves. */
export function isOfObservations(relation: RelationName): relation is ObservationRelationName {
  return relation.startsWith('observation_');
}

/** True for the names by which clients ask for the id of an entity. */
export function isIdName(name: string): boolean {
  return name === 'id' || name === '@iot.id';
}
