/** What air quality is judged by: data, so that another guide can be followed (managair.md 8.1). */
export interface AirQualityThresholds {
  /** Carbon dioxide from which air is no longer clean, ppm; inclusive. */
  readonly cleanPpm: number;
  /** Carbon dioxide that one slot of a day may not reach, ppm. */
  readonly badPpm: number;
  /** Excess score of a day that is too much. */
  readonly badScore: number;
  /** Share of the valid days that may be over {@link cleanPpm} at some time; reaching it is too much. */
  readonly yellowShare: number;
  /** Share of the days that have to be valid. */
  readonly validShare: number;
  /** Neighbouring samples further apart leave a gap, s. */
  readonly gapS: number;
  /** Distance of the slots that a day is judged by, s. */
  readonly slotS: number;
  /** Longest gap of a valid day, s, all of its gaps together. */
  readonly dayGapS: number;
}

export const usualThresholds: AirQualityThresholds = {
  cleanPpm: 1500,
  badPpm: 2000,
  badScore: 150,
  yellowShare: 0.3,
  validShare: 0.6,
  gapS: 30 * 60,
  slotS: 10 * 60,
  dayGapS: 3600,
};

/** Changes whenever another number could come out for the same samples. */
export const indicatorVersion = 'cairn-3';
export const legacyIndicatorVersion = 'managair-2022-11';

/** Carbon dioxide at an instant. */
export interface Co2Sample {
  readonly atMs: number;
  readonly ppm: number;
}

/** What a stretch of slots says. Durations in s, values in ppm; null: it has no slot with a value. */
export interface SlotMetrics {
  readonly gapS: number;
  readonly max: number | null;
  readonly mean: number | null;
  readonly excessS: number;
  /** How far the slots over the threshold lie over it, on average; 0 without such slots. */
  readonly meanExcess: number;
  /** Share of the time with values that lies over the threshold. */
  readonly excessRate: number;
  /** Mean excess times excess rate. */
  readonly excessScore: number;
}

export interface DayMetrics extends SlotMetrics {
  /** Local, YYYY-MM-DD. */
  readonly date: string;
  /** 82,800, 86,400 or 90,000 s. */
  readonly lengthS: number;
  readonly isValid: boolean;
}

/** Mean of hourly means by hour of the day (0 to 23, local); null: that hour never had all of its slots. */
export type HourMeans = readonly (number | null)[];

export const weekdays = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
export type Weekday = (typeof weekdays)[number];
export type Histogram = Readonly<Record<Weekday, HourMeans>>;
