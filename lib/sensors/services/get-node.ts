import { nameSubject } from '#lib/platform/audit/current-reading.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectNode } from '../data/nodes.sql.ts';
import type { SensorNode } from '../domain/node.ts';

/** A node that the actor may see. Errors: `not_found`. */
export async function getNode(ctx: Context, id: string): Promise<SensorNode> {
  const node = await findNode(ctx, id);
  if (!node) throw new Problem('not_found');
  nameSubject({ organizationId: ctx.organizationId, studyId: node.studyId, sourceId: node.id });
  return node;
}

/** The same; null when the source is no node, or not there to see. */
export function findNode(ctx: Context, id: string): Promise<SensorNode | null> {
  return selectNode(ctx, 'sources.read', { id });
}
