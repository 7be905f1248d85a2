import type { SourceIdentity } from '#lib/sources/index.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { deleteFromColdTables } from '../../data/cold-months.sql.ts';
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

/** Puts what months that left the database have of a source under another, so that erasing that one reaches it. */
export function mergeInColdMonths(
  ctx: TaskContext,
  config: ColdConfig,
  { source, into }: { readonly source: Pick<SourceIdentity, 'id'>; readonly into: SourceIdentity },
): Promise<ColdReport> {
  return rewriteColdMonths(ctx, config, {
    keys,
    isAbout: (row) => row['source_id'] === source.id,
    change: (row) => ({ ...row, source_id: into.id, source: into.identifier }),
  });
}
