import { z } from 'zod';
import { changeInstallation, installSource, removeInstallation } from '#lib/sources/index.ts';
import {
  createNode,
  type InventoryNode,
  listInventoryNodes,
  listModels,
  listProtocols,
  listRoomInstallations,
  listRooms,
  removeNode,
  type RoomInstallation,
  summarizeSamples,
  updateNode,
} from '#lib/sensors/index.ts';
import { ApiError } from '../errors.ts';
import type { ManagairCall } from '../exchange.ts';
import { findThing } from '../find-things.ts';
import { openEndS, timesOf, toTimestampS, untilS } from '../time-slices.ts';
import { writeSample } from '../write-sample.ts';
import { defineKind, type WriteInput } from '../resource.ts';
import { fidelityOf } from './fidelity.ts';
import { inventoryQuery } from './inventory-query.ts';
import { ownOrganization } from './people.ts';
import { requireOwn, sameOrganization } from './require-own.ts';
import { sampleCountNotes } from './sample-count.ts';
import { text, timestampS } from './write-schemas.ts';

const nodeSchema = z.object({
  eui64: z.string().trim().min(1).max(40),
  alias: text(100).default(''),
  description: text(4000).default(''),
});

export const nodeKind = defineKind<InventoryNode, z.output<typeof nodeSchema>>({
  type: 'Node',
  path: 'nodes',
  ids: 'uuid',
  access: 'people',
  idOf: ({ id }) => id,
  attributes: {
    eui64: (row) => row.eui64,
    alias: (row) => row.alias,
    description: (row) => row.description,
  },
  relations: {
    protocol: { type: 'Protocol', one: (row) => row.protocolLegacyId, write: 'required' },
    model: { type: 'Model', one: (row) => row.modelLegacyId, write: 'required' },
    owner: { type: 'Organization', one: (row) => row.organizationLegacyId, write: 'required' },
    installations: { type: 'Installation', filter: 'node' },
  },
  filters: ['organization', 'search'],
  sortable: ['eui64', 'alias', 'description'],
  list: ({ runtime, reader }, query) => listInventoryNodes(runtime.db, reader, inventoryQuery(query)),
  computed: {
    names: ['sample_count', 'latest_sample'],
    notes: sampleCountNotes,
    of: async (call, rows) => {
      const spans = rows.map(({ organizationId, id }) => ({ organizationId, nodeId: id, from: null, to: null }));
      return (await summarizeSamples(call.runtime.db, spans)).map(({ count, latest }, index) => ({
        sample_count: count,
        latest_sample: latest && writeSample(latest, rows[index]?.legacyId ?? 0),
      }));
    },
  },
  writing: {
    rights: { verb: 'sources.manage', organizationOf: ({ organizationId }) => organizationId, newIn: ['owner'] },
    schema: nodeSchema,
    needsClientId: true,
    async create(call, { attributes, relations, clientId }) {
      const owner = await ownOrganization(call, relations['owner'], '/data/relationships/owner');
      const { protocol, modelId } = await catalogueOf(call, relations);
      const { alias, ...said } = attributes;
      const node = { ...said, id: clientId ?? undefined, ...(alias === '' ? {} : { alias }) };
      const catalogue = { modelId: modelId ?? null, protocolId: protocol?.id ?? null, protocol: protocol?.decoder };
      return createNode(call.inside(owner.id), { ...node, ...catalogue }, { config: call.runtime.config });
    },
    async update(call, row, { attributes, relations }) {
      sameOrganization(relations['owner'], row.organizationLegacyId, 'owner');
      const catalogue = await catalogueOf(call, relations);
      await updateNode(call.inside(row.organizationId), row.id, { ...attributes, ...catalogue });
    },
    remove: (call, row) => removeNode(call.inside(row.organizationId), row.id),
    pointers: { eui64: 'attributes/eui64', alias: 'attributes/alias', identifier: 'attributes/eui64', id: 'id' },
  },
});

type Told = WriteInput<unknown>['relations'][string];

/** Protocol and model that a document names. Throws 400 for one that is not there. */
async function catalogueOf(call: ManagairCall, relations: WriteInput<unknown>['relations']) {
  const query = (id: string) => inventoryQuery({ ids: [id], filters: {}, sort: [], page: { kind: 'all' } });
  const named = (relation: string) => {
    const id = relations[relation];
    if (id === undefined) return null;
    return typeof id === 'string' && /^\d{1,15}$/.test(id) ? id : '0';
  };
  const [protocolId, modelId] = [named('protocol'), named('model')];
  const protocol = protocolId === null ? undefined : (await listProtocols(call.runtime.db, query(protocolId))).rows[0];
  const model = modelId === null ? undefined : (await listModels(call.runtime.db, query(modelId))).rows[0];
  if (protocolId !== null && !protocol) throw unknown('protocol');
  if (modelId !== null && !model) throw unknown('model');
  return { protocol: protocol?.row, modelId: model?.row.id };
}

function unknown(relation: string): ApiError {
  return new ApiError(400, `There is no such ${relation}.`, { pointer: `/data/relationships/${relation}` });
}

export const fidelityKind = defineKind<InventoryNode>({
  type: 'Fidelity',
  path: 'fidelity',
  ids: 'uuid',
  access: 'people',
  idOf: ({ id }) => id,
  attributes: {
    fidelity: (row) => fidelityOf(row, new Date()),
    last_contact_s: (row) => row.lastObservedAt && toTimestampS(row.lastObservedAt),
    last_check_s: (row) => toTimestampS(row.checkedAt ?? new Date()),
  },
  relations: { node: { type: 'Node', one: ({ id }) => id } },
  filters: ['organization'],
  sortable: ['last_contact_s'],
  list: ({ runtime, reader }, query) => listInventoryNodes(runtime.db, reader, inventoryQuery(query)),
});

const installationSchema = z.object({
  from_timestamp_s: timestampS,
  /** Left out, null, or the largest 32-bit integer: it has no end. */
  to_timestamp_s: timestampS.nullable().default(openEndS),
  description: text(4000).default(''),
  is_public: z.boolean().default(false),
});

export const installationKind = defineKind<RoomInstallation, z.output<typeof installationSchema>>({
  type: 'Installation',
  path: 'installations',
  ids: 'integer',
  access: 'everybody',
  idOf: ({ legacyId }) => legacyId,
  isOwn: ({ isOwn }) => isOwn,
  attributes: {
    from_timestamp_s: (row) => toTimestampS(row.fromAt),
    to_timestamp_s: (row) => untilS(row.toAt),
    description: (row) => row.description,
    is_public: (row) => row.isPublic,
    image: (row) => (row.imageBlobKey === null ? null : `/api/v1/installations/${row.legacyId}/image/`),
  },
  relations: {
    node: { type: 'Node', one: (row) => row.nodeId, write: 'required' },
    room: { type: 'Room', one: (row) => row.roomLegacyId, write: 'required' },
  },
  filters: ['organization', 'site', 'room', 'node'],
  sortable: ['from_timestamp_s', 'to_timestamp_s', 'description', 'is_public'],
  list: ({ runtime, reader }, query) => listRoomInstallations(runtime.db, reader, inventoryQuery(query)),
  computed: {
    names: ['sample_count', 'latest_sample'],
    notes: sampleCountNotes,
    of: async (call, rows) => {
      const spans = rows.map(({ organizationId, nodeId, fromAt, toAt }) => {
        return { organizationId, nodeId, from: fromAt, to: toAt };
      });
      return (await summarizeSamples(call.runtime.db, spans)).map(({ count, latest }, index) => ({
        sample_count: count,
        latest_sample: latest && writeSample(latest, rows[index]?.nodeLegacyId ?? 0),
      }));
    },
  },
  writing: {
    rights: { verb: 'sources.manage', organizationOf: ({ organizationId }) => organizationId, newIn: ['node', 'room'] },
    schema: installationSchema,
    async create(call, { attributes, relations }) {
      const room = await ownRoom(call, relations['room'], relations['node']);
      const nodeId = await nodeIn(call, { organizationId: room.organizationId, told: relations['node'] });
      const said = timesOf(attributes);
      const times = { fromAt: said.fromAt ?? call.now, toAt: said.toAt ?? null };
      const { description, is_public: isPublic } = attributes;
      const wanted = { sourceId: nodeId, unitId: room.id, ...times, description, isPublic };
      const made = await installSource(call.inside(room.organizationId), {
        ...wanted,
        // "Install now": the one that runs ends when this one begins.
        endsRunning: call.query.get('install_now') === 'true',
      });
      return String(made.legacyId);
    },
    async update(call, row, { attributes, relations }) {
      requireOwn(row);
      const told = relations['room'];
      const room = told === undefined || told === row.roomLegacyId ? null : await ownRoom(call, told);
      if (room && room.organizationId !== row.organizationId) throw otherOwner('room');
      const node = relations['node'];
      const nodeId = node === undefined ? null : await nodeIn(call, { organizationId: row.organizationId, told: node });
      const { description, is_public: isPublic } = attributes;
      await changeInstallation(call.inside(row.organizationId), row.id, {
        ...timesOf(attributes),
        ...(description === undefined ? {} : { description }),
        ...(isPublic === undefined ? {} : { isPublic }),
        ...(room && { unitId: room.id }),
        ...(nodeId !== null && { sourceId: nodeId }),
      });
    },
    async remove(call, row) {
      requireOwn(row);
      await removeInstallation(call.inside(row.organizationId), row.id);
    },
    pointers: {
      fromAt: 'attributes/from_timestamp_s',
      toAt: 'attributes/to_timestamp_s',
      description: 'attributes/description',
      sourceId: 'relationships/node',
      unitId: 'relationships/room',
    },
  },
});

/**
 * A room of the caller's organizations, by the id that a document names. Any other, which may not exist: throws 400 beside a
 * node of theirs, since the two never belong together, else 403.
 */
async function ownRoom(call: ManagairCall, told: Told, node?: Told) {
  const ids = typeof told === 'string' && /^\d{1,15}$/.test(told) ? [told] : [];
  const query = inventoryQuery({ ids, filters: {}, sort: [], page: { kind: 'all' } });
  const row = ids.length === 0 ? undefined : (await listRooms(call.runtime.db, call.reader, query)).rows[0]?.row;
  if (row?.isOwn) return row;
  if (typeof node === 'string' && (await findThing(call, nodeKind, node)) !== null) throw otherOwner('room');
  throw new ApiError(403, 'You do not belong to the organization of this room.', {
    pointer: '/data/relationships/room',
  });
}

/** A node of an organization. Throws 400 for any other, whether or not there is one. */
async function nodeIn(
  call: ManagairCall,
  { organizationId, told }: { readonly organizationId: string; readonly told: Told },
): Promise<string> {
  const row = typeof told === 'string' ? ((await findThing(call, nodeKind, told)) as InventoryNode | null) : null;
  if (row?.organizationId === organizationId) return row.id;
  throw otherOwner('node');
}

function otherOwner(relation: 'node' | 'room'): ApiError {
  const detail = 'In an installation, node and room must belong to the same organization.';
  return new ApiError(400, detail, { pointer: `/data/relationships/${relation}` });
}
