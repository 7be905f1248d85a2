const stepsDeg = [30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/** Degrees, WGS 84. */
export interface MapWindow {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface GraticuleLine {
  readonly key: string;
  readonly latLngs: [number, number][];
}

/** Meridians and parallels on round degrees, four to ten across the window. */
export function graticule({ west, south, east, north }: MapWindow): GraticuleLine[] {
  const span = Math.max(east - west, 1e-6);
  const step = stepsDeg.find((each) => span / each >= 4) ?? 0.001;
  const lines: GraticuleLine[] = [];
  for (let n = Math.ceil(west / step); n * step <= east && lines.length < 40; n += 1) {
    const lon = n * step;
    lines.push({
      key: `m${lon.toFixed(3)}`,
      latLngs: [
        [south, lon],
        [north, lon],
      ],
    });
  }
  for (let n = Math.ceil(south / step); n * step <= north && lines.length < 80; n += 1) {
    const lat = n * step;
    lines.push({
      key: `p${lat.toFixed(3)}`,
      latLngs: [
        [lat, west],
        [lat, east],
      ],
    });
  }
  return lines;
}
