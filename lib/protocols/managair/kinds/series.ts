import {
  type InventoryNode,
  listInventoryNodes,
  listRoomInstallations,
  type RoomInstallation,
  summarizeSamples,
} from '#lib/sensors/index.ts';
import { defineKind } from '../resource.ts';
import { toTimestampS, untilS } from '../time-slices.ts';
import { inventoryQuery } from './inventory-query.ts';
import { sampleCountNotes } from './sample-count.ts';

/** What a node measured, as a list shows it: how many samples until now. */
export const nodeSeriesKind = defineKind<InventoryNode>({
  type: 'Node-Timeseries',
  path: 'node-timeseries',
  ids: 'uuid',
  access: 'people',
  idOf: ({ id }) => id,
  attributes: { node_alias: (row) => row.alias },
  relations: {},
  filters: ['organization'],
  sortable: ['alias'],
  list: ({ runtime, reader }, query) => {
    const both = reader.nodes.filter((id) => reader.series.includes(id));
    return listInventoryNodes(runtime.db, { ...reader, nodes: both }, inventoryQuery(query));
  },
  computed: {
    names: ['query_timestamp_s', 'from_timestamp_s', 'to_timestamp_s', 'sample_count'],
    notes: sampleCountNotes,
    of: async ({ runtime, now }, rows) => {
      const to = new Date((toTimestampS(now) + 1) * 1000);
      const spans = rows.map(({ organizationId, id }) => ({ organizationId, nodeId: id, from: null, to }));
      return (await summarizeSamples(runtime.db, spans)).map(({ count }) => ({
        query_timestamp_s: toTimestampS(now),
        from_timestamp_s: 0,
        to_timestamp_s: toTimestampS(now),
        sample_count: count,
      }));
    },
  },
});

/** What a node measured while it was at a place. */
export const installationSeriesKind = defineKind<RoomInstallation>({
  type: 'Installation-Timeseries',
  path: 'installation-timeseries',
  ids: 'integer',
  access: 'everybody',
  idOf: ({ legacyId }) => legacyId,
  attributes: { node_id: (row) => row.nodeId, node_alias: (row) => row.nodeAlias },
  relations: {},
  filters: ['organization', 'site', 'room', 'node'],
  sortable: ['node_alias', 'from_timestamp_s'],
  list: ({ runtime, reader }, query) => listRoomInstallations(runtime.db, reader, inventoryQuery(query)),
  computed: {
    names: ['query_timestamp_s', 'from_timestamp_s', 'to_timestamp_s', 'sample_count'],
    notes: sampleCountNotes,
    of: async ({ runtime, now }, rows) => {
      const spans = rows.map(({ organizationId, nodeId, fromAt, toAt }) => {
        return { organizationId, nodeId, from: fromAt, to: toAt };
      });
      return (await summarizeSamples(runtime.db, spans)).map(({ count }, index) => ({
        query_timestamp_s: toTimestampS(now),
        from_timestamp_s: toTimestampS(rows[index]?.fromAt ?? now),
        to_timestamp_s: Math.min(untilS(rows[index]?.toAt ?? null), toTimestampS(now)),
        sample_count: count,
      }));
    },
  },
});
