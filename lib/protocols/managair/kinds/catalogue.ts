import { z } from 'zod';
import {
  type CatalogueQuantity,
  createModel,
  createProtocol,
  createQuantity,
  listModels,
  listProtocols,
  listQuantities,
  type NodeModel,
  type NodeProtocol,
  removeModel,
  removeProtocol,
  removeQuantity,
  unitSymbol,
  updateModel,
  updateProtocol,
  updateQuantity,
} from '#lib/sensors/index.ts';
import { defineKind, type WriteInput } from '../resource.ts';
import { name, text } from './write-schemas.ts';

const quantitySchema = z.object({ quantity: name(30), base_unit: name(30) });

export const quantityKind = defineKind<CatalogueQuantity, z.output<typeof quantitySchema>>({
  type: 'Quantity',
  path: 'quantities',
  ids: 'integer',
  access: 'everybody',
  idOf: ({ legacyId }) => legacyId,
  attributes: {
    quantity: (row) => row.name || row.key,
    base_unit: (row) => row.unitName || unitSymbol(row.unit),
  },
  relations: {},
  filters: [],
  sortable: ['quantity', 'base_unit'],
  list: ({ runtime }, query) => listQuantities(runtime.db, query),
  writing: {
    rights: 'administrator',
    schema: quantitySchema,
    async create(call, { attributes: { quantity, base_unit: unitName } }) {
      return (await createQuantity(call.asPerson(), { name: quantity, unitName })).legacyId;
    },
    async update(call, row, { attributes: { quantity, base_unit: unitName } }) {
      await updateQuantity(call.asPerson(), row, {
        ...(quantity === undefined ? {} : { name: quantity }),
        ...(unitName === undefined ? {} : { unitName }),
      });
    },
    remove: (call, row) => removeQuantity(call.asPerson(), row),
    pointers: { name: 'attributes/quantity' },
  },
});

const count = z.number().int().min(0).max(1_000_000);
const protocolSchema = z.object({
  identifier: name(30),
  num_uplink_msgs: count.default(1),
  num_downlink_msgs: count.default(1),
});

export const protocolKind = defineKind<NodeProtocol, z.output<typeof protocolSchema>>({
  type: 'Protocol',
  path: 'protocols',
  ids: 'integer',
  access: 'everybody',
  idOf: ({ legacyId }) => legacyId,
  attributes: {
    identifier: (row) => row.identifier,
    num_uplink_msgs: (row) => row.uplinkMessages,
    num_downlink_msgs: (row) => row.downlinkMessages,
  },
  relations: {},
  filters: [],
  sortable: ['identifier', 'num_uplink_msgs', 'num_downlink_msgs'],
  list: ({ runtime }, query) => listProtocols(runtime.db, query),
  writing: {
    rights: 'administrator',
    schema: protocolSchema,
    async create(call, { attributes }) {
      const { identifier, num_uplink_msgs: uplinkMessages, num_downlink_msgs: downlinkMessages } = attributes;
      const made = await createProtocol(call.asPerson(), { identifier, uplinkMessages, downlinkMessages });
      return made.legacyId;
    },
    update: (call, row, { attributes }) =>
      updateProtocol(call.asPerson(), row, {
        identifier: attributes.identifier ?? row.identifier,
        uplinkMessages: attributes.num_uplink_msgs ?? row.uplinkMessages,
        downlinkMessages: attributes.num_downlink_msgs ?? row.downlinkMessages,
      }),
    remove: (call, row) => removeProtocol(call.asPerson(), row),
    pointers: { identifier: 'attributes/identifier' },
  },
});

const modelSchema = z.object({
  name: name(30),
  trade_name: text(30).default(''),
  manufacturer: text(30).default(''),
  sensor_type: text(100).default(''),
});

export const modelKind = defineKind<NodeModel, z.output<typeof modelSchema>>({
  type: 'Model',
  path: 'models',
  ids: 'integer',
  access: 'everybody',
  idOf: ({ legacyId }) => legacyId,
  attributes: {
    name: (row) => row.name,
    trade_name: (row) => row.tradeName,
    manufacturer: (row) => row.manufacturer,
    sensor_type: (row) => row.sensorType,
  },
  relations: { quantities: { type: 'Quantity', many: (row) => row.quantityLegacyIds, write: 'optional' } },
  filters: [],
  sortable: ['name', 'trade_name', 'manufacturer', 'sensor_type'],
  list: ({ runtime }, query) => listModels(runtime.db, query),
  writing: {
    rights: 'administrator',
    schema: modelSchema,
    async create(call, input) {
      const { name: modelName, trade_name: tradeName, manufacturer, sensor_type: sensorType } = input.attributes;
      const quantities = quantitiesOf(input) ?? [];
      const model = { name: modelName, tradeName, manufacturer, sensorType, quantities };
      return (await createModel(call.asPerson(), model)).legacyId;
    },
    async update(call, row, input) {
      const { name: modelName, trade_name: tradeName, manufacturer, sensor_type: sensorType } = input.attributes;
      await updateModel(call.asPerson(), row, {
        name: modelName ?? row.name,
        tradeName: tradeName ?? row.tradeName,
        manufacturer: manufacturer ?? row.manufacturer,
        sensorType: sensorType ?? row.sensorType,
        quantities: quantitiesOf(input),
      });
    },
    remove: (call, row) => removeModel(call.asPerson(), row),
    pointers: { name: 'attributes/name', quantities: 'relationships/quantities' },
  },
});

function quantitiesOf({ relations }: WriteInput<unknown>): readonly string[] | undefined {
  const { quantities } = relations;
  return Array.isArray(quantities) ? (quantities as readonly string[]) : undefined;
}
