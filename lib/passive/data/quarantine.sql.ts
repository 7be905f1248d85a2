import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { newId } from '#lib/platform/ids.ts';
import type { BundleHead } from '../domain/placed-point.ts';
import type { Finding } from '../domain/reasons.ts';

/** A finding and the bundle it was made in. */
export interface FindingOfBundle {
  readonly bundle: Pick<BundleHead, 'organizationId' | 'studyId' | 'id'>;
  readonly finding: Finding;
}

/** Rows in one statement: their texts can be long. */
const findingsPerStatement = 500;

/**
 * Puts findings into quarantine. One that is there already stays as people left it; only a bundle as a whole that fails
 * again is opened again, with its present reason.
 */
export async function insertFindings(db: Database, findings: readonly FindingOfBundle[]): Promise<void> {
  for (let from = 0; from < findings.length; from += findingsPerStatement) {
    await insertSome(db, findings.slice(from, from + findingsPerStatement));
  }
}

async function insertSome(db: Database, findings: readonly FindingOfBundle[]): Promise<void> {
  const texts = (read: (finding: Finding) => string | null) => findings.map(({ finding }) => read(finding));
  await db.execute(sql`
    INSERT INTO quarantined_points AS q (organization_id, id, study_id, bundle_id, position, reason, detail, content,
      source_hint, type_hint)
    SELECT n.organization_id, n.id, n.study_id, n.bundle_id, n.position, n.reason, n.detail, n.content, n.source_hint,
      n.type_hint
    FROM unnest(${textList(findings.map(({ bundle }) => bundle.organizationId), 'uuid')},
        ${textList(findings.map(() => newId()), 'uuid')}, ${textList(findings.map(({ bundle }) => bundle.studyId), 'uuid')},
        ${textList(findings.map(({ bundle }) => bundle.id), 'uuid')},
        ${textList(findings.map(({ finding }) => finding.position), 'int4')},
        ${texts(({ reason }) => reason)}::text[], ${texts(({ detail }) => detail)}::text[],
        ${texts(({ content }) => content)}::text[], ${texts(({ sourceHint }) => sourceHint)}::text[],
        ${texts(({ typeHint }) => typeHint)}::text[])
      AS n (organization_id, id, study_id, bundle_id, position, reason, detail, content, source_hint, type_hint)
    ORDER BY n.bundle_id, n.position
    ON CONFLICT (organization_id, bundle_id, position) DO UPDATE SET
      state = 'open', reason = excluded.reason, detail = excluded.detail, resolved_at = NULL, resolved_by_id = NULL
    WHERE q.position = -1`);
}
