import { z } from 'zod';
import {
  type Address,
  createAddress,
  createRoom,
  createSite,
  listAddresses,
  listRooms,
  listSites,
  removeAddress,
  removeRoom,
  removeSite,
  type Room,
  type Site,
  updateAddress,
  updateRoom,
  updateSite,
} from '#lib/sensors/index.ts';
import { ApiError } from '../errors.ts';
import type { ManagairCall } from '../exchange.ts';
import { inventoryQuery } from './inventory-query.ts';
import { ownOrganization } from './people.ts';
import { defineKind } from '../resource.ts';
import { requireOwn, sameOrganization } from './require-own.ts';
import { decimal, name, text, writeDecimal } from './write-schemas.ts';

const siteSchema = z.object({
  name: name(50),
  description: text(4000).default(''),
  time_zone: z.string().max(60).optional(),
});

export const siteKind = defineKind<Site, z.output<typeof siteSchema>>({
  type: 'Site',
  path: 'sites',
  ids: 'integer',
  access: 'everybody',
  idOf: ({ legacyId }) => legacyId,
  isOwn: ({ isOwn }) => isOwn,
  attributes: {
    name: (row) => row.name,
    description: (row) => row.description,
    time_zone: (row) => row.timeZone,
  },
  relations: {
    address: { type: 'Address', one: (row) => row.addressLegacyId, write: 'required' },
    operator: {
      type: 'Organization',
      one: (row) => row.organizationLegacyId,
      segment: 'organization',
      write: 'required',
    },
    rooms: { type: 'Room', filter: 'site' },
  },
  filters: ['organization', 'search'],
  sortable: ['name', 'description'],
  usuallyIncluded: ['address'],
  list: ({ runtime, reader }, query) => listSites(runtime.db, reader, inventoryQuery(query)),
  writing: {
    rights: { verb: 'registry.edit', organizationOf: ({ organizationId }) => organizationId, newIn: ['operator'] },
    schema: siteSchema,
    async create(call, { attributes, relations }) {
      const operator = await ownOrganization(call, relations['operator'], '/data/relationships/operator');
      const { time_zone: timeZone, ...said } = attributes;
      const address = await addressOf(call, relations['address']);
      const site = { ...said, addressId: address?.id ?? null, ...(timeZone === undefined ? {} : { timeZone }) };
      return (await createSite(call.inside(operator.id), site, { config: call.runtime.config })).legacyId;
    },
    async update(call, row, { attributes, relations }) {
      requireOwn(row);
      sameOrganization(relations['operator'], row.organizationLegacyId, 'operator');
      const { time_zone: timeZone, ...said } = attributes;
      const address = relations['address'] === undefined ? undefined : await addressOf(call, relations['address']);
      await updateSite(call.inside(row.organizationId), row, {
        ...said,
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(address === undefined ? {} : { addressId: address?.id ?? null }),
      });
    },
    async remove(call, row) {
      requireOwn(row);
      await removeSite(call.inside(row.organizationId), row.id);
    },
    pointers: {
      name: 'attributes/name',
      description: 'attributes/description',
      timeZone: 'attributes/time_zone',
      addressId: 'relationships/address',
    },
  },
});

const roomSchema = z.object({
  name: name(50),
  description: text(4000).default(''),
  size_sqm: decimal(1).default(null),
  height_m: decimal(1).default(null),
  max_occupancy: z.number().int().min(0).max(1_000_000).nullable().default(null),
});

export const roomKind = defineKind<Room, z.output<typeof roomSchema>>({
  type: 'Room',
  path: 'rooms',
  ids: 'integer',
  access: 'everybody',
  idOf: ({ legacyId }) => legacyId,
  isOwn: ({ isOwn }) => isOwn,
  attributes: {
    name: (row) => row.name,
    description: (row) => row.description,
    size_sqm: (row) => writeDecimal(row.sizeSqm, 1),
    height_m: (row) => writeDecimal(row.heightM, 1),
    max_occupancy: (row) => row.maxOccupancy,
  },
  relations: {
    site: { type: 'Site', one: (row) => row.siteLegacyId, write: 'required' },
    installations: { type: 'Installation', filter: 'room' },
  },
  filters: ['site', 'organization', 'search'],
  sortable: ['name', 'description', 'size_sqm', 'height_m', 'max_occupancy'],
  list: ({ runtime, reader }, query) => listRooms(runtime.db, reader, inventoryQuery(query)),
  writing: {
    rights: { verb: 'registry.edit', organizationOf: ({ organizationId }) => organizationId, newIn: ['site'] },
    schema: roomSchema,
    async create(call, { attributes, relations }) {
      const site = await ownSite(call, relations['site']);
      const room = { ...measuresOf(attributes), name: attributes.name, siteId: site.id };
      return (await createRoom(call.inside(site.organizationId), room, { config: call.runtime.config })).legacyId;
    },
    async update(call, row, { attributes, relations }) {
      requireOwn(row);
      const told = relations['site'];
      const site = told === undefined || told === row.siteLegacyId ? null : await ownSite(call, told);
      if (site) sameOrganization(site.organizationLegacyId, row.organizationLegacyId, 'site');
      const said = Object.fromEntries(
        Object.entries(measuresOf(attributes)).filter(([, value]) => value !== undefined),
      );
      const named = attributes.name === undefined ? {} : { name: attributes.name };
      await updateRoom(call.inside(row.organizationId), row, { ...said, ...named, ...(site && { siteId: site.id }) });
    },
    async remove(call, row) {
      requireOwn(row);
      await removeRoom(call.inside(row.organizationId), row.id);
    },
    pointers: {
      name: 'attributes/name',
      sizeSqm: 'attributes/size_sqm',
      heightM: 'attributes/height_m',
      maxOccupancy: 'attributes/max_occupancy',
      siteId: 'relationships/site',
    },
  },
});

function measuresOf(said: Partial<z.output<typeof roomSchema>>) {
  const { description, size_sqm: sizeSqm, height_m: heightM, max_occupancy: maxOccupancy } = said;
  return { description, sizeSqm, heightM, maxOccupancy };
}

/** A site of the caller's organizations, by the id that a document names. Throws 403 for any other, which may not exist. */
async function ownSite(call: ManagairCall, legacyId: string | null | readonly string[] | undefined): Promise<Site> {
  const ids = typeof legacyId === 'string' && /^\d{1,15}$/.test(legacyId) ? [legacyId] : [];
  const query = inventoryQuery({ ids, filters: {}, sort: [], page: { kind: 'all' } });
  const row = ids.length === 0 ? undefined : (await listSites(call.runtime.db, call.reader, query)).rows[0]?.row;
  if (row?.isOwn) return row;
  throw new ApiError(403, 'You do not belong to the organization of this site.', {
    pointer: '/data/relationships/site',
  });
}

const addressSchema = z.object({
  street1: name(50),
  street2: z.string().trim().max(50).nullable().default(null),
  zip: z.string().trim().max(20),
  city: name(50),
  country: z.string().max(2).default(''),
  latitude: decimal(6).default(null),
  longitude: decimal(6).default(null),
});

export const addressKind = defineKind<Address, z.output<typeof addressSchema>>({
  type: 'Address',
  path: 'addresses',
  ids: 'integer',
  access: 'people',
  idOf: ({ legacyId }) => legacyId,
  attributes: {
    street1: (row) => row.street1,
    street2: (row) => row.street2,
    zip: (row) => row.zip,
    city: (row) => row.city,
    country: (row) => row.country,
    latitude: (row) => writeDecimal(row.latitude, 6),
    longitude: (row) => writeDecimal(row.longitude, 6),
  },
  relations: {},
  filters: [],
  sortable: ['street1', 'street2', 'zip', 'city', 'country'],
  list: ({ runtime, reader }, query) => listAddresses(runtime.db, reader, inventoryQuery(query)),
  writing: {
    rights: { verb: 'registry.edit', organizationOf: ({ organizationId }) => organizationId, newIn: [] },
    schema: addressSchema,
    async create(call, { attributes }) {
      return (await createAddress(call.asPerson(), attributes, { isOfOrganization: false })).legacyId;
    },
    async update(call, row, { attributes }) {
      await updateAddress(contextFor(call, row), row, attributes);
    },
    remove: (call, row) => removeAddress(contextFor(call, row), row),
    pointers: Object.fromEntries(
      ['street1', 'street2', 'zip', 'city', 'country', 'latitude', 'longitude'].map((field) => [
        field,
        `attributes/${field}`,
      ]),
    ),
  },
});

/** An address is changed in its organization, or by its writer while no site has it. */
function contextFor(call: ManagairCall, { organizationId }: Address) {
  return organizationId === null ? call.asPerson() : call.inside(organizationId);
}

/** An address that the caller may see, by the id that a document names; null: none is named. Throws 400. */
async function addressOf(
  call: ManagairCall,
  legacyId: string | null | readonly string[] | undefined,
): Promise<Address | null> {
  if (legacyId === null || legacyId === undefined) return null;
  const ids = typeof legacyId === 'string' && /^\d{1,15}$/.test(legacyId) ? [legacyId] : [];
  const query = inventoryQuery({ ids, filters: {}, sort: [], page: { kind: 'all' } });
  const row = ids.length === 0 ? undefined : (await listAddresses(call.runtime.db, call.reader, query)).rows[0]?.row;
  if (row) return row;
  throw new ApiError(400, 'There is no such address.', { pointer: '/data/relationships/address' });
}
