import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { archiveSources, renameSource } from '#lib/sources/index.ts';
import { updateNodeRow } from '../../data/nodes.sql.ts';
import { normalizeEui } from '../../domain/node-id.ts';
import { type RegisterNodeInput, registerNodeSchema } from '../../domain/node.ts';
import { getNode } from '../get-node.ts';
import { registerNode } from '../register-node.ts';
import { ensureHome, type HomeConfig } from './sensor-home.ts';

/** A node of an inventory: in the study that the organization keeps for its sensors. */
export type CreateNodeInput = Omit<RegisterNodeInput, 'study' | 'groupId'>;

/**
 * Adds a node under the id that its client gave it. Errors: `permission_missing` (`sources.manage`), `already_exists`
 * (id or EUI, in any case), `input_invalid`.
 */
export async function createNode(
  ctx: Context,
  input: CreateNodeInput,
  { config }: { readonly config: HomeConfig },
): Promise<string> {
  requireVerb(ctx, 'sources.manage');
  return ctx.db.transaction(async () => {
    const { studyKey } = await ensureHome(ctx, config);
    const wanted = parseInput(registerNodeSchema, { ...input, study: studyKey });
    const { id } = await registerNode(ctx, wanted);
    return id;
  });
}

/** What can be changed of a node; undefined stays. */
export interface NodeChanges {
  readonly eui64?: string | undefined;
  readonly alias?: string | undefined;
  readonly description?: string | undefined;
  /** Row of the catalogue, and the decoder that it names. */
  readonly protocol?: { readonly id: string; readonly decoder: string } | undefined;
  readonly modelId?: string | undefined;
}

/** Changes a node. Errors: `not_found`, `permission_missing`, `already_exists` (EUI), `input_invalid`. */
export async function updateNode(ctx: Context, id: string, changes: NodeChanges): Promise<void> {
  const node = await getNode(ctx, id);
  requireVerb(ctx, 'sources.manage', { studyId: node.studyId });
  const { eui64, alias, description, protocol, modelId } = changes;
  const said = parseInput(registerNodeSchema, {
    ...{ study: node.studyKey, id, alias: alias ?? node.alias, description: description ?? node.description },
    ...{ modelId: modelId ?? node.modelId, protocolId: protocol?.id ?? node.protocolId },
  });
  const row = {
    ...{ sourceId: id, description: said.description, modelId: said.modelId, protocolId: said.protocolId },
    eui64: eui64 === undefined ? node.eui64 : normalizeEui(eui64),
    euiWritten: eui64?.trim() ?? node.euiWritten,
    protocol: protocol?.decoder ?? node.protocol,
    expectedIntervalS: node.expectedIntervalS,
  };
  await ctx.db.transaction(async () => {
    if (said.alias !== undefined && said.alias !== node.alias) await renameSource(ctx, { id, name: said.alias });
    await writeRow(ctx, row);
    const subject = { subjectType: 'source', subjectId: id, studyId: node.studyId };
    await writeAudit(ctx, { action: 'node.update', ...subject, detail: { after: row } });
  });
}

/** Takes a node out of the inventory; what it measured stays. Errors: `not_found`, `permission_missing`. */
export async function removeNode(ctx: Context, id: string): Promise<void> {
  const node = await getNode(ctx, id);
  requireVerb(ctx, 'sources.manage', { studyId: node.studyId });
  await archiveSources(ctx, { selection: { ids: [id] }, archived: true });
}

async function writeRow(ctx: Context, row: Parameters<typeof updateNodeRow>[1]): Promise<void> {
  try {
    await updateNodeRow(ctx, row);
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== '23505') throw error;
    const message = `Another node of the organization has the EUI ${row.eui64 ?? ''}.`;
    throw new Problem('already_exists', { detail: message, fields: { eui64: message }, cause: error });
  }
}
