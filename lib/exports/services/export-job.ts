import type { Locale } from '#lib/platform/i18n/locales.ts';
import type { SourceId, StudyId } from '#lib/platform/ids.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import type { BlockRange, NamedSource, PointEnvelope } from '#lib/passive/index.ts';
import { getEnvelopes, listSourcesWithPoints, scanPointBlocks, type PointBlock } from '#lib/passive/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Archive } from './archive.ts';

/** What the writers of one part share. */
export interface ExportJob {
  readonly ctx: TaskContext;
  readonly archive: Archive;
  readonly studyId: StudyId;
  /** By identifier. */
  readonly sources: readonly NamedSource[];
  readonly range: BlockRange;
  /** Headers and files are those of PDK. */
  readonly hasLegacyReports: boolean;
  /** The order asks for the standard and generic tables. */
  readonly hasTables: boolean;
  /** The order's zone. */
  readonly clock: ZoneClock;
  /** Language of pages in the archive. */
  readonly locale: Locale;
  /** Adds to the progress of the part. */
  readonly counted: (points: number) => void;
}

/** One type of points; id null: never seen, so there are none. */
export interface ExportedType {
  readonly type: string;
  readonly typeId: number | null;
}

/** The blocks of a type's points, and whose each row is. */
export interface SourceScan {
  readonly blocks: AsyncIterable<PointBlock>;
  /** Index of a row's source in the job's list; never falls from one row to the next. */
  indexOf(block: PointBlock, row: number): number;
  sourceOf(block: PointBlock, row: number): NamedSource;
}

/** Reads one type of all sources in the job's order; sources without points of it are not looked at. */
export async function scanType(
  job: ExportJob,
  { typeId }: ExportedType,
  options: { readonly isWhole: boolean },
): Promise<SourceScan> {
  const withPoints = new Set<SourceId>();
  if (typeId !== null) {
    const ids = job.sources.map((source) => source.id);
    for (const id of await listSourcesWithPoints(job.ctx, ids, typeId)) withPoints.add(id);
  }
  const present = job.sources.flatMap((source, index) => (withPoints.has(source.id) ? [index] : []));
  const indexOf = (block: PointBlock, row: number) => present[block.source[row] as number] as number;
  const sourceIds = present.map((index) => (job.sources[index] as NamedSource).id);
  const { range, ctx } = job;
  return {
    blocks:
      typeId === null ? noBlocks() : scanPointBlocks(ctx, { sourceIds, typeId, range, signal: ctx.signal, ...options }),
    indexOf,
    sourceOf: (block, row) => job.sources[indexOf(block, row)] as NamedSource,
  };
}

async function* noBlocks(): AsyncGenerator<PointBlock> {
  yield* [];
}

/** Envelopes kept in memory; a fleet has some per device and type. */
const maxKnownEnvelopes = 20_000;

/** Finds the envelopes of whole points, asking once for each. */
export class EnvelopeCache {
  readonly #job: ExportJob;
  readonly #known = new Map<number, PointEnvelope>();

  constructor(job: ExportJob) {
    this.#job = job;
  }

  /** Loads what a block's rows need. Throws `internal` when one is not in the database. */
  async load(block: PointBlock): Promise<void> {
    const missing = new Set<number>();
    for (let row = 0; row < block.count; row += 1) {
      const id = block.envelopeId[row] as number;
      if (!this.#known.has(id)) missing.add(id);
    }
    if (missing.size === 0) return;
    if (this.#known.size + missing.size > maxKnownEnvelopes) {
      this.#known.clear();
      for (let row = 0; row < block.count; row += 1) missing.add(block.envelopeId[row] as number);
    }
    for (const [id, envelope] of await getEnvelopes(this.#job.ctx, [...missing])) this.#known.set(id, envelope);
  }

  get(block: PointBlock, row: number): PointEnvelope {
    const envelope = this.#known.get(block.envelopeId[row] as number);
    if (!envelope) throw new Problem('internal', { detail: 'The metadata of a point are missing from the database.' });
    return envelope;
  }
}
