import type { Verb } from '#lib/platform/auth/verbs.ts';

/** A request to the SensorThings door, with an API token; names and passwords get what their roles allow alike. */
export interface StaAccess {
  /** All of these are needed. */
  readonly needs: readonly Verb[];
  /** Any of these will do instead. */
  readonly orOne?: readonly Verb[];
  readonly body?: unknown;
  /** Status for those who may. */
  readonly ok: number;
}

/** Verbs that the door asks for, and one that it never does. */
export const staVerbs: readonly Verb[] = [
  'sources.read',
  'passive.read',
  'sources.manage',
  'intake.send',
  'users.manage',
];

const read = { needs: ['sources.read', 'passive.read'], ok: 200 } as const;
const write = { needs: ['sources.manage'] } as const;
const observe = { needs: ['sources.manage'], orOne: ['intake.send'] } as const;
/** Nothing has this id: those who may hear so. */
const lost = '1999999999999999';
const dataArray = [{ Datastream: { '@iot.id': 7 }, components: ['result'], dataArray: [[1]] }];

/** What the door answers, by method and address below its root. */
export const staAccess: Readonly<Record<string, StaAccess>> = {
  'GET ': { needs: [], ok: 200 },
  'GET Things': read,
  'GET Observations?$count=true': read,
  'GET MultiDatastreams?$expand=ObservedProperties': read,
  [`GET Things(${lost})`]: { ...read, ok: 404 },
  'POST Things': { ...write, body: { name: 'T', description: '' }, ok: 201 },
  'POST MultiDatastreams': { ...write, body: {}, ok: 400 },
  [`PATCH Things(${lost})`]: { ...write, body: { name: 'T' }, ok: 404 },
  [`PUT Things(${lost})`]: { ...write, body: { name: 'T', description: '' }, ok: 404 },
  [`DELETE Things(${lost})`]: { ...write, ok: 404 },
  'DELETE Observations?$filter=id eq 0': { ...write, ok: 200 },
  'POST Observations': { ...observe, body: { result: 1 }, ok: 400 },
  'POST $batch': { needs: [], body: { requests: [] }, ok: 200 },
  'POST CreateObservations': { ...observe, body: dataArray, ok: 201 },
};
