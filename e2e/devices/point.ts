import type { Participant } from './participant.ts';
import { zoneOffsetS } from './town.ts';

/** What a stream makes of one instant, before the device adds its metadata. */
export interface Reading {
  readonly typeId: string;
  readonly at: Date;
  readonly properties: Readonly<Record<string, unknown>>;
  /** [lon, lat], for readings that know where they were taken. */
  readonly position?: readonly [number, number];
}

/** A point as a device sends it. */
export interface SimulatedPoint extends Readonly<Record<string, unknown>> {
  readonly 'passive-data-metadata': Readonly<Record<string, unknown>>;
}

/** Dresses a reading in the metadata of the participant's client (passive-data-kit.md, section 1.5). */
export function toPoint(participant: Participant, reading: Reading): SimulatedPoint {
  const { typeId, at, properties, position } = reading;
  const { timezone } = participant.town;
  const isBrowser = participant.platform === 'browser';
  return {
    ...properties,
    ...(isBrowser ? { date: at.getTime(), generatorId: typeId } : {}),
    'passive-data-metadata': {
      'generator-id': typeId,
      generator: `${typeId}: ${participant.userAgent}`,
      source: participant.identifier,
      timestamp: at.getTime() / 1000,
      timezone,
      ...(isBrowser
        ? { 'configuration-hash': configurationHash, 'enqueued-at': at.getTime() / 1000 + 0.25 }
        : { 'timezone-offset': zoneOffsetS(timezone, at) }),
      ...(position ? { latitude: position[1], longitude: position[0] } : {}),
    },
  };
}

const configurationHash = '5f1d7b0c9a3e48d2b6c4a1f0e8d7c6b5a4938271605f4e3d2c1b0a9f8e7d6c5b';

/** Which type a point is of. */
export function typeOf(point: SimulatedPoint): string {
  return String(point['passive-data-metadata']['generator-id']);
}
