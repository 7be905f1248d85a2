/** [lon, lat], WGS 84, degrees: the order of the whole house. */
export type LonLat = readonly [lon: number, lat: number];

/** The one place where the order is turned over, for Leaflet. */
export function toLatLng([lon, lat]: LonLat): [number, number] {
  return [lat, lon];
}

/** Corners of the box around positions, in Leaflet's order, or null when there are none. */
export function boundsOf(positions: readonly LonLat[]): [[number, number], [number, number]] | null {
  if (positions.length === 0) return null;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lon, lat] of positions) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [
    [south, west],
    [north, east],
  ];
}

/** Room around the data in pixels [x, y]: what legend, buttons and scale cover is left free. */
export const dataPadding: { paddingTopLeft: [number, number]; paddingBottomRight: [number, number] } = {
  paddingTopLeft: [32, 56],
  paddingBottomRight: [72, 40],
};
