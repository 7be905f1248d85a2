import type { Readable } from 'node:stream';
import { getSource } from '#lib/sources/index.ts';
import { safeNamePart } from '../domain/member-names.ts';
import { Archive } from './archive.ts';
import type { ExportJob } from './export-job.ts';
import { fillPersonalReport } from './personal-report.ts';

/**
 * Writes each source's own report into the archive, as `<source>.zip`: a zip of zips (pdk-33, pdk-37). It holds all that
 * the source sent, whatever days were asked for.
 */
export async function writePersonalReports(job: ExportJob): Promise<void> {
  const { ctx, archive, clock, locale } = job;
  for (const { id, identifier } of job.sources) {
    ctx.signal.throwIfAborted();
    const name = archive.names.claim(identifier, (text) => `${safeNamePart(text)}.zip`);
    await archive.open({ name, type: 'pdk-personal-data', source: identifier });
    const inner = new Archive(ctx.now());
    const source = await getSource(ctx, id);
    const fill = fillPersonalReport({ ctx, archive: inner, source, clock, locale, counted: job.counted });
    const filled = fill.then(() => inner.zip.finish());
    await both(inner, [filled, copy(inner.zip.output, archive)]);
    await archive.close();
  }
}

/** Waits for who writes and who reads; what fails on one side ends the other. */
async function both(inner: Archive, sides: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(
    sides.map(async (side) => {
      try {
        await side;
      } catch (error) {
        inner.zip.destroy(error as Error);
        throw error;
      }
    }),
  );
  const failed = ended.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function copy(bytes: Readable, archive: Archive): Promise<void> {
  for await (const chunk of bytes) await archive.write(chunk as Buffer, 0);
}
