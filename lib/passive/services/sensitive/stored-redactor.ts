import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { upsertEnvelopes } from '../../data/catalogue.sql.ts';
import type { RewrittenPoint } from '../../data/sensitive/rewrite-points.sql.ts';
import { StudyNotes } from '../../domain/codebook/type-notes.ts';
import { uuidOfHash } from '../../domain/placed-point.ts';
import type { PointRow } from '../../domain/point-row.ts';
import type { DecodedPoint } from '../../domain/read-point.ts';
import type { SensitiveFilter } from '../../domain/sensitive/sensitive-filter.ts';
import { StoredPointReader } from '../read-stored-point.ts';

interface Redacted {
  readonly row: PointRow;
  readonly point: DecodedPoint;
  readonly secondaryId: string | null;
  /** Its text without its metadata; the point's bytes are used again. */
  readonly properties: string;
}

/**
 * Reads stored points as they would be read if they came now, without what the study does not keep, and collects those that
 * lose something. They are hashed as such, under the name they were sent with: a phone that sends one again repeats what is
 * stored then, also when its source was merged into another since.
 */
export class StoredRedactor {
  readonly #ctx: Pick<Context, 'db' | 'organizationId'>;
  readonly #redacted: StoredPointReader;
  readonly #whole: StoredPointReader;
  #found: Redacted[] = [];

  constructor(
    ctx: Pick<Context, 'db' | 'organizationId'>,
    { studyId, filter }: { readonly studyId: string; readonly filter: SensitiveFilter },
  ) {
    this.#ctx = ctx;
    const notes = new StudyNotes(studyId as StudyId);
    this.#redacted = new StoredPointReader(notes, (text) => filter.redactPoint(text));
    this.#whole = new StoredPointReader(notes);
  }

  /** How many points wait for {@link take}. */
  get waiting(): number {
    return this.#found.length;
  }

  /** Looks at a point; `names`: all that its source is and was called. */
  add(row: PointRow, names: readonly string[]): void {
    const whole = this.#whole.readAnew(row);
    const stored = this.#redacted.read(row);
    if (!stored || whole?.contentHash === stored.contentHash) return;
    const sentAs = names.find((source) => this.#hashOf({ ...row, source }) === row.contentHash);
    const isRenamed = sentAs !== undefined && sentAs !== row.source;
    const point = (isRenamed && this.#redacted.read({ ...row, source: sentAs })) || stored;
    const { bytes, start, cutStart, cutEnd, end } = point;
    const properties = bytes.toString('utf8', start, cutStart) + bytes.toString('utf8', cutEnd, end);
    // A name that was made of what goes, goes; one that a plug-in made of something else stays.
    const before = whole?.secondaryId ?? null;
    const after = this.#redacted.readAnew(row)?.secondaryId ?? null;
    this.#found.push({ row, point, properties, secondaryId: before === after ? row.secondaryId : after });
  }

  #hashOf(row: PointRow): string | null {
    const point = this.#whole.readAnew(row);
    return point ? uuidOfHash(point.contentHash) : null;
  }

  /** The points that were collected, as they are to be stored. */
  async take(): Promise<RewrittenPoint[]> {
    const found = this.#found;
    this.#found = [];
    const { db, organizationId } = this.#ctx;
    const drafts = [...new Map(found.map(({ point: { envelope } }) => [envelope.sha256, envelope])).values()];
    if (drafts.length === 0) return [];
    const envelopes = await upsertEnvelopes(
      db,
      drafts.map((draft) => ({ organizationId, draft })),
    );
    const ids = new Map(envelopes.map(({ sha256, id }) => [sha256, id]));
    return found.map(({ row, point, properties, secondaryId }) => ({
      createdAtUs: row.createdAtUs,
      before: row.contentHash,
      after: uuidOfHash(point.contentHash),
      properties,
      extras: point.extras,
      envelopeId: ids.get(point.envelope.sha256) ?? 0,
      secondaryId,
      lon: Number.isNaN(point.lon) ? null : point.lon,
      lat: Number.isNaN(point.lat) ? null : point.lat,
    }));
  }
}
