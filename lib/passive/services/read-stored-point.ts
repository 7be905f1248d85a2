import type { StudyNotes } from '../domain/codebook/type-notes.ts';
import type { PointRow } from '../domain/point-row.ts';
import { BundleReader, type ReadingFacts } from '../domain/read-bundle.ts';
import type { DecodedPoint } from '../domain/read-point.ts';
import { renderPoint } from '../domain/render-point.ts';

/** Reads stored points as if they had just come in, with what is noted of their variables. Holds caches; reuse it. */
export class StoredPointReader {
  private readonly reader = new BundleReader();
  private readonly notes: StudyNotes;
  private readonly redact: NonNullable<ReadingFacts['redact']> | null;

  /** `redact`: takes out members that the study does not keep. */
  constructor(notes: StudyNotes, redact: NonNullable<ReadingFacts['redact']> | null = null) {
    this.notes = notes;
    this.redact = redact;
  }

  /** The point; null when today's rules would not take it. */
  read(row: PointRow): DecodedPoint | null {
    const point = this.readAnew(row);
    return point ? { ...point, secondaryId: row.secondaryId } : null;
  }

  /** The same with the secondary id that it would get now, were there no plug-ins. */
  readAnew(row: PointRow): DecodedPoint | null {
    const { isEncrypted } = row.envelope;
    const facts = { isEncrypted, details: null, isTruncated: false, notes: this.notes, redact: this.redact };
    return this.reader.read(Buffer.from(renderPoint(row)), facts).points[0] ?? null;
  }
}
