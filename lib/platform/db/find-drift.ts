import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Database } from './database.ts';
import { allTables, engineConnection } from './migrate.ts';
import { openSchemaEngine } from './schema-engine.ts';

/** What the migrations make and Prisma's schema cannot say, with the reason. */
const sqlOnly: Readonly<Record<string, string>> = {
  bundles_study: 'a relation would load the study with every bundle; the constraint is wanted alone',
  users_username_unique: 'an index on an expression',
  installations_no_overlap: 'an exclusion constraint',
  installations_public: 'an index with a condition',
  access_records_oldest: 'a BRIN index',
  data_points_by_recorded: 'a BRIN index over the partitions',
  outgoing_messages_due: 'an index with a condition',
  publications_due: 'an index with a condition',
  source_alerts_notices: 'an index with a condition',
  source_alerts_one_open: 'an index with a condition',
  sources_by_position: 'an index on a geometry, a type Prisma does not support',
  org_units_by_folded_alias: 'a GIN index over a list',
  org_units_by_folded_trigram: 'a trigram index',
  org_units_by_geom: 'an index on a geometry',
  org_units_by_location: 'an index on a geometry',
  org_units_by_map_cell: 'an index with a condition and more columns in it',
  org_units_by_name: 'an index with another column in it',
  org_units_by_path: 'an index on an ltree, a type Prisma does not support',
  org_units_not_valid_by_name: 'an index with a condition and another column in it',
  org_units_by_shape_zoom: 'an index with a condition',
};

/** A primary key with values in its index, so that they are read in the order of the key: Prisma sees a key to make anew. */
const sqlOnlyKeys: readonly string[] = [
  `ALTER TABLE "observations" DROP CONSTRAINT "observations_pkey",
ADD CONSTRAINT "observations_pkey" PRIMARY KEY ("organization_id", "source_id", "quantity_id", "observed_at");`,
];

/**
 * What separates a migrated database from the schema in a folder of `.prisma` files: the SQL that would close the gap,
 * or null when they say the same.
 */
export async function findDrift(db: Database, schemaDir: string): Promise<string | null> {
  const names = (await readdir(schemaDir)).filter((name) => name.endsWith('.prisma')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({
      path: join(schemaDir, name),
      content: await readFile(join(schemaDir, name), 'utf8'),
    })),
  );
  const opened = await openSchemaEngine(engineConnection(db));
  try {
    const { stdout } = await opened.engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: dirname(schemaDir) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: allTables,
    });
    const changes = splitChanges(stdout ?? '').filter((change) => !isSqlOnly(change));
    return changes.length === 0 ? null : changes.join('\n\n');
  } finally {
    await opened.close();
  }
}

function splitChanges(script: string): string[] {
  return script.split('\n\n').filter((change) => change.replace(/^--.*$/gm, '').trim() !== '');
}

function isSqlOnly(change: string): boolean {
  if (sqlOnlyKeys.some((key) => change.trim().endsWith(key))) return true;
  const name = /^DROP INDEX "(\w+)";$|^ALTER TABLE "\w+" DROP CONSTRAINT "(\w+)";$/m.exec(change);
  return (name?.[1] ?? name?.[2] ?? '') in sqlOnly;
}
