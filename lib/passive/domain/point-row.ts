import type { BundleId, SourceId } from '#lib/platform/ids.ts';

/** What points of one device and type repeat in their metadata, kept once and shared by all rows that name it. */
export interface PointEnvelope {
  readonly id: number;
  /** JSON object text: the metadata members in their order; null stands where each point has its own value. */
  readonly metadata: string;
  /** The `generator` text as sent ("pdk-location: Meadow/4.1 …"). */
  readonly generator: string;
  readonly userAgent: string;
  /** IANA name; null when the device named none. */
  readonly timezone: string | null;
  /** The bundle came encrypted. */
  readonly isEncrypted: boolean;
}

/** One stored point as readers get it. Texts are JSON as sent: numbers keep every digit. */
export interface PointRow {
  readonly sourceId: SourceId;
  /** The source's present identifier. */
  readonly source: string;
  readonly typeId: number;
  /** The type's identifier ("pdk-location"). */
  readonly type: string;
  /** The device's time, microseconds since 1970 (UTC). */
  readonly createdAtUs: number;
  /** When the bundle was received, microseconds since 1970 (UTC). */
  readonly recordedAtUs: number;
  /** UUID form of the content hash; with source, type and time it names the point. */
  readonly contentHash: string;
  readonly bundleId: BundleId;
  readonly secondaryId: string | null;
  /** [lon, lat], WGS 84. */
  readonly position: readonly [number, number] | null;
  /** JSON object text without `passive-data-metadata`. */
  readonly properties: string;
  /** JSON object text of metadata members that differ from point to point; null when none. */
  readonly extras: string | null;
  readonly envelope: PointEnvelope;
}
