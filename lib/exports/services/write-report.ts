import { ZoneClock, isTimeZone } from '#lib/platform/time/zone-clock.ts';
import { leadingColumns, type ReportTable } from '../domain/reports/standard-report.ts';
import type { FileFormat } from '../domain/table-encoder.ts';
import type { ExportedType, ExportJob } from './export-job.ts';
import { ReportRows } from './report-rows.ts';
import { writeTable, type TablePoint } from './write-table.ts';

const utc = new ZoneClock('UTC');

/** Writes the tables of a standard report, one after the other. */
export async function writeReport(
  job: ExportJob,
  type: ExportedType,
  report: { readonly tables: readonly ReportTable[]; readonly format: FileFormat },
): Promise<void> {
  for (const [index, table] of report.tables.entries()) {
    const rows = new ReportRows(table, job.clock);
    const clockOf = clockChooser(job, table);
    let source = '';
    await writeTable(job, type, {
      layout: table.layout,
      columns: [...leadingColumns.slice(0, table.leading === 'five' ? 5 : 3), ...table.columns],
      format: report.format,
      needsEnvelopes: table.zone === 'point',
      isCounted: index === 0,
      isAbout: (point) => rows.read(point),
      write(out, point) {
        if (point.source.identifier !== source) {
          source = point.source.identifier;
          rows.source = source;
        }
        return rows.write(out, { block: point.block, row: point.row, clock: clockOf(point) });
      },
    });
  }
}

/** The zone of a point's dates. */
function clockChooser(job: ExportJob, { zone }: ReportTable): (point: TablePoint) => ZoneClock {
  if (zone === 'utc') return () => utc;
  if (zone === 'order') return () => job.clock;
  const known = new Map<string, ZoneClock>();
  return ({ envelopes, block, row }) => {
    const { timezone } = envelopes.get(block, row);
    if (timezone === null) return job.clock;
    let clock = known.get(timezone);
    if (!clock) {
      // A device may name what no zone is.
      clock = isTimeZone(timezone) ? new ZoneClock(timezone) : job.clock;
      known.set(timezone, clock);
    }
    return clock;
  };
}
