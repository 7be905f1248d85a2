import { z } from 'zod';

// What the Withings API answers (its reference, "OAuth 2.0", "Measure v2 - Getintradayactivity", "Sleep v2 - Get"), and the
// points that Passive Data Kit makes of it (passive-data-kit.md, section 4).

/** Every answer: `status` 0 is success. */
export const withingsAnswerSchema = z.object({
  status: z.number(),
  body: z.unknown(),
  error: z.string().optional(),
});

/** What the service says of a token that is not good any more. */
export const statusTokenRefused = 401;

export const withingsTokensSchema = z
  .object({
    userid: z.coerce.string(),
    access_token: z.string().min(1),
    refresh_token: z.string().min(1),
    /** Seconds. */
    expires_in: z.number().positive(),
  })
  .transform((body) => ({
    userId: body.userid,
    accessToken: body.access_token,
    refreshToken: body.refresh_token,
    expiresInS: body.expires_in,
  }));
export type WithingsTokens = z.output<typeof withingsTokensSchema>;

const number = z.number().optional();

const activitySchema = z.object({
  duration: number,
  calories: number,
  distance: number,
  elevation: number,
  steps: number,
  stroke: number,
  pool_lap: number,
});
type Activity = z.output<typeof activitySchema>;

/** By Unix second; a day without any is an empty list. */
export const intradaySchema = z
  .object({
    series: z.union([
      z.array(z.never()).transform((): Record<string, Activity> => ({})),
      z.record(z.string().regex(/^\d{1,11}$/), activitySchema),
    ]),
  })
  .transform(({ series }) => series);

export const sleepSchema = z
  .object({
    series: z
      .array(
        z.object({
          startdate: z.number(),
          enddate: z.number(),
          state: z.number(),
          model: z.union([z.string(), z.number()]).nullish(),
        }),
      )
      .default([]),
  })
  .transform(({ series }) => series);

const type = 'pdk-withings-device';
const sleepStates = ['awake', 'light', 'deep', 'rem'];

function pointOf(source: string, timestamp: number, members: object): object {
  const metadata = { source, timestamp, 'generator-id': type, generator: `${type}: Cairn` };
  return { ...defined(members), 'passive-data-metadata': metadata };
}

function defined(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
}

/** A point for each stretch of activity; its time is the beginning. */
export function activityPoints(source: string, series: z.output<typeof intradaySchema>): object[] {
  return Object.entries(series).map(([second, reading]) =>
    pointOf(source, Number(second), {
      datastream: 'intraday-activity',
      activity_start: Number(second),
      activity_duration: reading.duration,
      calories: reading.calories,
      distance: reading.distance,
      elevation_climbed: reading.elevation,
      steps: reading.steps,
      swim_strokes: reading.stroke,
      pool_laps: reading.pool_lap,
    }),
  );
}

/** A point for each stretch of sleep; its time is the beginning. */
export function sleepPoints(source: string, series: z.output<typeof sleepSchema>): object[] {
  return series.map(({ startdate, enddate, state, model }) =>
    pointOf(source, startdate, {
      datastream: 'sleep-measures',
      start_date: startdate,
      end_date: enddate,
      state: sleepStates[state] ?? String(state),
      measurement_device: model === undefined || model === null ? undefined : String(model),
    }),
  );
}
