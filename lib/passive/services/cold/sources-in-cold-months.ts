import type { ParquetRow } from '#lib/formats/parquet/read-parquet.ts';
import type { SourceIdentity } from '#lib/sources/index.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { deleteFromColdTables, giveInColdTables } from '../../data/cold-months.sql.ts';
import type { SplitRule } from '../../domain/source-work.ts';
import type { ColdConfig } from './cold-place.ts';
import { rewriteColdMonths, type ColdReport } from './rewrite-cold-months.ts';

const keys = ['source_id'];

/** Erases a source from the months that left the database: from their files, and from tables that were not dropped yet. */
export async function eraseFromColdMonths(
  ctx: TaskContext,
  config: ColdConfig,
  source: Pick<SourceIdentity, 'id'>,
): Promise<ColdReport> {
  await deleteFromColdTables(ctx, source.id);
  return rewriteColdMonths(ctx, config, {
    keys,
    isAbout: (row) => row['source_id'] === source.id,
    change: () => null,
  });
}

/** What is to go from one source to another; `rule` null: all of it. */
export interface ColdMove {
  readonly source: Pick<SourceIdentity, 'id'>;
  readonly into: SourceIdentity;
  readonly rule: SplitRule | null;
}

/**
 * Puts what months that left the database have of a source under another, so that erasing that one reaches it; with a rule
 * only the points that it chooses, by type and device time, as it does among those in the database.
 */
export async function moveInColdMonths(
  ctx: TaskContext,
  config: ColdConfig,
  { source, into, rule }: ColdMove,
): Promise<ColdReport> {
  await giveInColdTables(ctx, { from: source.id, to: into.id, rule });
  const isChosen = chooserOf(rule);
  return rewriteColdMonths(ctx, config, {
    keys: [...keys, 'type', 'created_at_us'],
    isAbout: (row) => row['source_id'] === source.id && isChosen(row),
    change: (row) => ({ ...row, source_id: into.id, source: into.identifier }),
  });
}

/** What a rule says of a row of a cold file; its range is half-open, as the database takes it. */
function chooserOf(rule: SplitRule | null): (row: ParquetRow) => boolean {
  if (rule === null) return () => true;
  const types = rule.types === null ? null : new Set<unknown>(rule.types);
  const fromUs = rule.from === null ? null : microsecondsOf(rule.from);
  const toUs = rule.to === null ? null : microsecondsOf(rule.to);
  return (row) => {
    const atUs = BigInt(String(row['created_at_us']));
    return (
      (types === null || types.has(row['type'])) &&
      (fromUs === null || atUs >= fromUs) &&
      (toUs === null || atUs < toUs)
    );
  };
}

function microsecondsOf(at: Date): bigint {
  return BigInt(at.getTime()) * 1000n;
}
