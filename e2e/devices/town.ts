/** A town that simulated participants live in. */
export interface Town {
  readonly name: string;
  /** IANA zone. */
  readonly timezone: string;
  /** [lon, lat], WGS 84. */
  readonly centre: readonly [number, number];
  readonly altitudeM: number;
  /** Direction of the main streets, degrees clockwise from north, and length of a block. */
  readonly streetBearingDeg: number;
  readonly blockM: number;
}

export const towns: readonly Town[] = [
  {
    name: 'Kampala',
    timezone: 'Africa/Kampala',
    centre: [32.5811, 0.3136],
    altitudeM: 1190,
    streetBearingDeg: 22,
    blockM: 140,
  },
  {
    name: 'Ouagadougou',
    timezone: 'Africa/Ouagadougou',
    centre: [-1.5197, 12.3714],
    altitudeM: 305,
    streetBearingDeg: 8,
    blockM: 110,
  },
  {
    name: 'Leipzig',
    timezone: 'Europe/Berlin',
    centre: [12.3731, 51.3397],
    altitudeM: 113,
    streetBearingDeg: 31,
    blockM: 95,
  },
  {
    name: 'Chicago',
    timezone: 'America/Chicago',
    centre: [-87.6503, 41.8781],
    altitudeM: 181,
    streetBearingDeg: 0,
    blockM: 160,
  },
  {
    name: 'Kathmandu',
    timezone: 'Asia/Kathmandu',
    centre: [85.324, 27.7172],
    altitudeM: 1324,
    streetBearingDeg: 14,
    blockM: 80,
  },
  {
    name: 'Montréal',
    timezone: 'America/Toronto',
    centre: [-73.5878, 45.5088],
    altitudeM: 60,
    streetBearingDeg: 33,
    blockM: 125,
  },
];

/** Metres on a town's street grid: along the main streets and across them. */
export interface GridPosition {
  readonly alongM: number;
  readonly acrossM: number;
}

/** Where a position of the street grid is, [lon, lat]. Flat-earth arithmetic: good to a metre within a town. */
export function toLonLat(town: Town, position: GridPosition): [number, number] {
  const turn = (town.streetBearingDeg * Math.PI) / 180;
  const northM = position.alongM * Math.cos(turn) - position.acrossM * Math.sin(turn);
  const eastM = position.alongM * Math.sin(turn) + position.acrossM * Math.cos(turn);
  const [lon, lat] = town.centre;
  const metresPerDegree = 111_320;
  return [lon + eastM / (metresPerDegree * Math.cos((lat * Math.PI) / 180)), lat + northM / metresPerDegree];
}

/** Seconds east of UTC in a zone at an instant. */
export function zoneOffsetS(timezone: string, at: Date): number {
  const parts = formatterOf(timezone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return Math.round((local - Math.floor(at.getTime() / 1000) * 1000) / 1000);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timezone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timezone, formatter);
  }
  return formatter;
}
