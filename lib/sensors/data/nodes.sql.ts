import type { Context } from '#lib/platform/context.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { nodeSchema, type SensorNode } from '../domain/node.ts';

const nodeColumns = sql`n.source_id AS id, n.legacy_id AS "legacyId", s.study_id AS "studyId", t.key AS "studyKey", n.eui64,
  n.eui_written AS "euiWritten", n.model_id AS "modelId", n.protocol_id AS "protocolId", n.protocol, s.name AS alias, n.description, n.expected_interval_s AS "expectedIntervalS",
  s.point_count AS "observationCount", s.last_created_at AS "lastObservedAt", s.last_recorded_at AS "lastReceivedAt"`;

export interface NodeRow {
  readonly sourceId: string;
  readonly eui64: string | null;
  /** The same as it was written. */
  readonly euiWritten: string | null;
  readonly modelId: string | null;
  readonly protocolId: string | null;
  readonly protocol: string | null;
  readonly description: string;
  readonly expectedIntervalS: number | null;
}

/** Adds a node to a source that is there. False: another node has the EUI, or the source is one already. */
export async function insertNode({ db, organizationId }: Context, node: NodeRow): Promise<boolean> {
  const added = await db.execute(sql`
    INSERT INTO sensor_nodes
      (organization_id, source_id, eui64, eui_written, model_id, protocol_id, protocol, description, expected_interval_s)
    VALUES (${organizationId}, ${node.sourceId}, ${node.eui64}, ${node.euiWritten}, ${node.modelId}, ${node.protocolId},
      ${node.protocol}, ${node.description}, ${node.expectedIntervalS})
    ON CONFLICT DO NOTHING`);
  return added === 1;
}

/** Writes what is known of a node anew. Breaks sensor_nodes_eui64_unique (23505) when another node has the EUI. */
export async function updateNodeRow({ db, organizationId }: Context, node: NodeRow): Promise<void> {
  await db.execute(sql`
    UPDATE sensor_nodes SET eui64 = ${node.eui64}, eui_written = ${node.euiWritten}, model_id = ${node.modelId},
      protocol_id = ${node.protocolId}, protocol = ${node.protocol}, description = ${node.description},
      expected_interval_s = ${node.expectedIntervalS}
    WHERE organization_id = ${organizationId} AND source_id = ${node.sourceId}`);
}

/** The node of an id or an EUI in the studies where the actor has the verb; null: none to see. */
export async function selectNode(
  ctx: Context,
  verb: Verb,
  by: { readonly id: string } | { readonly eui64: string },
): Promise<SensorNode | null> {
  const which = 'id' in by ? sql`n.source_id = ${by.id}` : sql`n.eui64 = ${by.eui64}`;
  const [node] = await selectNodes(ctx, verb, which);
  return node ?? null;
}

/** The nodes of ids and EUIs in the studies where the actor has the verb; those there are none of are left out. */
export function selectNamedNodes(
  ctx: Context,
  verb: Verb,
  by: { readonly ids: readonly string[]; readonly euis: readonly string[] },
): Promise<SensorNode[]> {
  const byId = by.ids.length === 0 ? [] : [sql`n.source_id = ANY(${by.ids}::text[]::uuid[])`];
  const byEui = by.euis.length === 0 ? [] : [sql`n.eui64 = ANY(${by.euis}::text[])`];
  return selectNodes(ctx, verb, sql`(${joinSql([rawSql('false'), ...byId, ...byEui], ' OR ')})`);
}

/** A page of nodes by alias, behind a position. */
export function selectNodePage(
  ctx: Context,
  page: { readonly study?: string | undefined; readonly after: readonly [string, string] | null; readonly limit: number },
): Promise<SensorNode[]> {
  const [alias, id] = page.after ?? ['', '00000000-0000-0000-0000-000000000000'];
  const ofStudy = page.study === undefined ? sql`true` : sql`t.key = ${page.study}`;
  return selectNodes(
    ctx,
    'sources.read',
    sql`${ofStudy} AND (s.name, n.source_id) > (${alias}, ${id}) ORDER BY s.name, n.source_id LIMIT ${page.limit}`,
  );
}

function selectNodes(ctx: Context, verb: Verb, condition: SqlStatement): Promise<SensorNode[]> {
  const studyIds = studiesWithVerb(ctx.actor, verb);
  const inStudies = studyIds === null ? sql`true` : sql`s.study_id = ANY(${studyIds}::uuid[])`;
  return ctx.db.query(
    nodeSchema,
    sql`SELECT ${nodeColumns} FROM sensor_nodes n
      JOIN sources s ON s.organization_id = n.organization_id AND s.id = n.source_id
      JOIN studies t ON t.organization_id = s.organization_id AND t.id = s.study_id
      WHERE n.organization_id = ${ctx.organizationId} AND s.archived_at IS NULL AND ${inStudies} AND ${condition}`,
  );
}
