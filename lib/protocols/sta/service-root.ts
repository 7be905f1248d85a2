import { entitySetNames } from '#lib/sensors/index.ts';

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
  'create-update-delete/delete-entity',
  'create-update-delete/historical-location-auto-creation',
  'data-array/data-array',
  'batch-request/batch-request',
] as const;

/** The first document of the service: its sets and what of the standard works. */
export function serviceRoot(root: string): object {
  return {
    value: entitySetNames.map((name) => ({ name, url: `${root}/${name}` })),
    serverSettings: { conformance: conformance.map((name) => `${requirements}/${name}`) },
  };
}
