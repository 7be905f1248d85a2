/** A source as a device names it, and what is told of it on first sight. */
export interface NewSource {
  readonly organizationId: string;
  readonly studyId: string;
  readonly identifier: string;
  readonly kind: 'phone' | 'browser' | 'sensor' | 'other';
  readonly userAgent: string;
  /** Group given on first sight; one that is not of the study any more gives none. */
  readonly groupId: string | null;
}

/** What a batch of data tells of a source that is registered. Times in microseconds since 1970. */
export interface SourceSighting {
  readonly organizationId: string;
  readonly sourceId: string;
  /** Points stored with this batch; 0 when all were there already. */
  readonly newPoints: number;
  readonly lastCreatedAtUs: number | null;
  /** When its data was received. */
  readonly lastRecordedAtUs: number;
  /** Of the latest of the points. */
  readonly userAgent: string;
  readonly kind: NewSource['kind'];
  /** Latest position [lon, lat], WGS 84. */
  readonly position: { readonly lon: number; readonly lat: number; readonly atUs: number } | null;
}
