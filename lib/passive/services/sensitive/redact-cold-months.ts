import type { ParquetRow } from '#lib/formats/parquet/read-parquet.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { deleteColdAggregates } from '../../data/cold-counts.sql.ts';
import { selectPairsOfStudy } from '../../data/sensitive/rewrite-points.sql.ts';
import { metadataName } from '../../domain/canonical-hash.ts';
import { JsonTape } from '../../domain/json-tape.ts';
import { redactJson, type IsSensitive } from '../../domain/sensitive/redact-json.ts';
import { hidesPosition, type SensitiveFilter } from '../../domain/sensitive/sensitive-filter.ts';
import type { ColdConfig } from '../cold/cold-place.ts';
import { rewriteColdMonths, type ColdReport } from '../cold/rewrite-cold-months.ts';

interface ColdRedaction {
  readonly studyId: string;
  readonly filter: SensitiveFilter;
  /** Types that the filter is about. */
  readonly typeIds: readonly number[];
}

/**
 * Takes what a study does not keep off its points in the files of months that left the database, and off what charts draw
 * of them: figures that are drawn of a field are no longer known where the field is not.
 */
export async function redactColdMonths(
  ctx: TaskContext,
  config: ColdConfig,
  { studyId, filter, typeIds }: ColdRedaction,
): Promise<ColdReport> {
  const sourceIds = new Set<unknown>((await selectPairsOfStudy(ctx, studyId)).map(({ sourceId }) => sourceId));
  const ruleOf = (row: ParquetRow) => filter.ofType(typeof row['type'] === 'string' ? row['type'] : '');
  const tape = new JsonTape();
  const changed = { rows: 0 };
  try {
    return await rewriteColdMonths(ctx, config, {
      keys: ['source_id', 'type'],
      isAbout: (row) => sourceIds.has(row['source_id']) && ruleOf(row) !== null,
      change(row) {
        const isSensitive = ruleOf(row);
        const redacted = isSensitive ? redactRow(row, isSensitive, tape) : row;
        if (redacted !== row) changed.rows += 1;
        return redacted;
      },
    });
  } finally {
    if (changed.rows > 0) await deleteColdAggregates(ctx, { studyId, typeIds: [...new Set(typeIds)] });
  }
}

/** The columns with texts of a point, and where in it they stand. */
const texts = { properties: '', extras: metadataName, metadata: metadataName } as const;

function redactRow(row: ParquetRow, isSensitive: IsSensitive, tape: JsonTape): ParquetRow {
  const changed: Record<string, unknown> = {};
  for (const [column, path] of Object.entries(texts)) {
    const text = row[column];
    if (typeof text !== 'string') continue;
    tape.bytes = Buffer.from(text);
    const redacted = tape.scan(0) < 0 ? null : redactJson(tape, isSensitive, path);
    if (redacted !== null) changed[column] = redacted;
  }
  if (typeof row['lon'] === 'number' && hidesPosition(isSensitive)) Object.assign(changed, { lon: null, lat: null });
  return Object.keys(changed).length === 0 ? row : { ...row, ...changed };
}
