import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { createSource } from '#lib/sources/index.ts';
import { insertNode } from '../data/nodes.sql.ts';
import { nodeIdOf, normalizeEui } from '../domain/node-id.ts';
import { type RegisterNodeInput, registerNodeSchema, type SensorNode } from '../domain/node.ts';
import { getNode } from './get-node.ts';

/**
 * Registers a sensor: a source of its study with what is known of it as a node. Its id is the one given, else made of
 * protocol and EUI (managair.md 13.1), else new. The same EUI in upper and lower case is one node.
 * Errors: `input_invalid`, `not_found` (study, group), `permission_missing` (`sources.manage`), `already_exists`.
 */
export async function registerNode(ctx: Context, input: RegisterNodeInput): Promise<SensorNode> {
  const { study, groupId, alias, description, expectedIntervalS, modelId, protocolId, ...given } =
    registerNodeSchema.parse(input);
  const eui64 = given.eui64 === undefined ? null : normalizeEui(given.eui64);
  const protocol = given.protocol?.toUpperCase() ?? null;
  const derived = eui64 === null || protocol === null ? newId() : nodeIdOf(protocol, eui64);
  const id = given.id?.toLowerCase() ?? derived;
  const identifier = eui64 ?? id;
  await ctx.db.transaction(async () => {
    await createSource(ctx, { study, identifier, name: alias ?? identifier, kind: 'sensor', groupId }, id);
    const euiWritten = given.eui64?.trim() ?? null;
    const row = { sourceId: id, eui64, euiWritten, modelId, protocolId, protocol, description, expectedIntervalS };
    const isNew = await insertNode(ctx, row);
    if (!isNew) {
      const message = `Another node of the organization has the EUI ${eui64 ?? ''}.`;
      throw new Problem('already_exists', { detail: message, fields: { eui64: message } });
    }
    const detail = { eui64, protocol, expectedIntervalS };
    await writeAudit(ctx, { action: 'node.register', subjectType: 'source', subjectId: id, detail });
  });
  return getNode(ctx, id);
}
