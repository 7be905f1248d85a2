import { z } from 'zod';

/** Days of device time that the statistics look back (`PDK_METADATA_WINDOW_DAYS`). */
export const metadataWindowDays = 60;

/** What a source sent of one type within the window. */
export interface TypePerformance {
  readonly identifier: string;
  readonly pointCount: number;
  readonly firstCreatedAt: Date;
  readonly lastCreatedAt: Date;
  readonly lastRecordedAt: Date;
}

const unixSeconds = z.int();

/** Performance metadata with the keys that peers and clients know (Passive Data Kit, section 5.3). */
export const performanceMetadataSchema = z.object({
  /** Names the latest point by device time: microseconds since 1970. Opaque to peers, and it grows as their keys do. */
  latest_point: z.number().optional(),
  latest_point_created: unixSeconds.optional(),
  /** The same of the point that arrived last. */
  latest_point_recorded: z.number().optional(),
  latest_point_recorded_time: unixSeconds.optional(),
  user_agent: z.string().optional(),
  point_count: z.int(),
  /** Points a second from the first to the last of the window; 0 for fewer than two. */
  point_frequency: z.number(),
  generator_statistics: z.array(
    z.object({
      identifier: z.string(),
      source: z.string(),
      label: z.string(),
      points_count: z.int(),
      last_recorded: unixSeconds,
      first_created: unixSeconds,
      last_created: unixSeconds,
      frequency: z.number(),
    }),
  ),
});
export type PerformanceMetadata = z.infer<typeof performanceMetadataSchema>;

interface Measured {
  readonly source: string;
  readonly userAgent: string;
  readonly types: readonly TypePerformance[];
  /** What a type is called. */
  readonly labelOf: (type: string) => string;
}

/** The metadata of a source from what it sent by type. A source that sent nothing has no latest point. */
export function performanceMetadataOf({ source, userAgent, types, labelOf }: Measured): PerformanceMetadata {
  const pointCount = types.reduce((sum, type) => sum + type.pointCount, 0);
  const times = (pick: (type: TypePerformance) => Date) => types.map((type) => pick(type).getTime());
  const firstMs = Math.min(...times((type) => type.firstCreatedAt));
  const lastMs = Math.max(...times((type) => type.lastCreatedAt));
  const recordedMs = Math.max(...times((type) => type.lastRecordedAt));
  const latest =
    types.length === 0
      ? {}
      : {
          latest_point: lastMs * 1000,
          latest_point_created: secondsOf(lastMs),
          latest_point_recorded: recordedMs * 1000,
          latest_point_recorded_time: secondsOf(recordedMs),
          user_agent: userAgent,
        };
  return {
    ...latest,
    point_count: pointCount,
    point_frequency: types.length === 0 ? 0 : frequencyOf(pointCount, lastMs - firstMs),
    generator_statistics: types.map((type) => ({
      identifier: type.identifier,
      source,
      label: labelOf(type.identifier),
      points_count: type.pointCount,
      last_recorded: secondsOf(type.lastRecordedAt.getTime()),
      first_created: secondsOf(type.firstCreatedAt.getTime()),
      last_created: secondsOf(type.lastCreatedAt.getTime()),
      frequency: frequencyOf(type.pointCount, type.lastCreatedAt.getTime() - type.firstCreatedAt.getTime()),
    })),
  };
}

function secondsOf(ms: number): number {
  return Math.floor(ms / 1000);
}

/** Points a second; the old server divided whole numbers and nearly always said 0. */
function frequencyOf(count: number, durationMs: number): number {
  return count > 1 && durationMs > 0 ? (count * 1000) / durationMs : 0;
}
