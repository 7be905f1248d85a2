import { entitySetNames, type ThingEndpoints } from '#lib/sensors/index.ts';

const requirements = 'http://www.opengis.net/spec/iot_sensing/1.1/req';

/** What of the standard works here (OGC 18-088, section 9.2.1 and annex A). */
const conformance = [
  'datamodel/thing',
  'datamodel/location',
  'datamodel/historical-location',
  'datamodel/datastream',
  'datamodel/sensor',
  'datamodel/observed-property',
  'datamodel/observation',
  'datamodel/feature-of-interest',
  'datamodel/entity-control-information/common-control-information',
  'resource-path/resource-path-to-entities',
  'request-data/order',
  'request-data/expand',
  'request-data/select',
  'request-data/status-code',
  'request-data/query-status-code',
  'request-data/orderby',
  'request-data/top',
  'request-data/skip',
  'request-data/count',
  'request-data/filter',
  'request-data/built-in-filter-operations',
  'request-data/built-in-query-functions',
  'request-data/pagination',
  'create-update-delete/create-entity',
  'create-update-delete/link-to-existing-entities',
  'create-update-delete/deep-insert',
  'create-update-delete/deep-insert-status-code',
  'create-update-delete/update-entity',
  'create-update-delete/update-entity-put',
  'create-update-delete/update-entity-jsonpatch',
  'create-update-delete/delete-entity',
  'create-update-delete/historical-location-auto-creation',
  'create-update-delete/historical-location-manual-creation',
  'multi-datastream',
  'multi-datastream/properties',
  'multi-datastream/relations',
  'multi-datastream/constraints',
  'data-array/data-array',
  'batch-request/batch-request',
] as const;

/** The name by which clients know that a batch may be JSON too. */
const jsonBatches = 'https://fraunhoferiosb.github.io/FROST-Server/extensions/JsonBatchRequest.html';

const creating = `${requirements}/create-observations-via-mqtt/observations-creation`;
const telling = `${requirements}/receive-updates-via-mqtt/receive-updates`;

/** The first document of the service: its sets and what of the standard works (OGC 18-088, section 9.2.1). */
export function serviceRoot(root: string, brokers: ThingEndpoints): object {
  const spoken = [
    [creating, brokers.creating],
    [telling, brokers.telling],
  ] as const;
  const there = spoken.filter(([, endpoints]) => endpoints.length > 0);
  const settings = Object.fromEntries(there.map(([name, endpoints]) => [name, { endpoints }]));
  return rootOf(root, [...conformance.map(inFull), jsonBatches, ...there.map(([name]) => name)], settings);
}

/** The same for everybody, who may read alone. */
export function openServiceRoot(root: string): object {
  const isReading = (name: string) => !/^(create-update-delete|batch-request)\//.test(name);
  return rootOf(root, conformance.filter(isReading).map(inFull), {});
}

function inFull(name: string): string {
  return `${requirements}/${name}`;
}

function rootOf(root: string, names: readonly string[], settings: object): object {
  return {
    value: entitySetNames.map((name) => ({ name, url: `${root}/${name}` })),
    serverSettings: { conformance: names, ...settings },
  };
}
