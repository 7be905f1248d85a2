import type { Feature, FeatureCollection, Geometry, MultiPolygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-50m.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { cutAtAntimeridian } from './cut-antimeridian.ts';

const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>;
const countries: FeatureCollection = feature(topology, topology.objects.countries);

const polygon = (...ring: Position[]): Feature => ({
  type: 'Feature',
  properties: { name: 'Land' },
  geometry: { type: 'Polygon', coordinates: [ring] },
});
const ringsOf = ({ geometry }: Feature<Geometry, unknown>) => (geometry as MultiPolygon).coordinates.flat();

/** Twice the area of a ring in square degrees, by its corners. */
const areaOf = (ring: readonly Position[]) =>
  Math.abs(
    ring.reduce((sum, [lon, lat], index) => {
      const [nextLon, nextLat] = ring[(index + 1) % ring.length]!;
      return sum + lon! * nextLat! - nextLon! * lat!;
    }, 0),
  );

describe('pdk-23 outlines on a flat map', () => {
  it('pdk-23 leaves land that does not cross 180° as it is', () => {
    const land = polygon([0, 0], [10, 0], [10, 10], [0, 0]);
    expect(cutAtAntimeridian(land)).toBe(land);
  });

  it('pdk-23 cuts land across 180° into a piece at each edge, and loses none of it', () => {
    const cut = cutAtAntimeridian(polygon([170, 0], [-170, 0], [-170, 10], [170, 10], [170, 0]));
    const rings = ringsOf(cut);
    expect(
      rings.map((ring) => [Math.min(...ring.map(([lon]) => lon!)), Math.max(...ring.map(([lon]) => lon!))]),
    ).toEqual([
      [-180, -170],
      [170, 180],
    ]);
    expect(rings.reduce((sum, ring) => sum + areaOf(ring), 0)).toBeCloseTo(2 * 20 * 10);
    expect(cut.properties).toEqual({ name: 'Land' });
  });

  it('pdk-23 brings land around a pole down to the edge of the map', () => {
    const rings = ringsOf(cutAtAntimeridian(polygon([-180, -70], [-60, -65], [60, -70], [170, -72], [-180, -70])));
    const lats = rings.flat().map(([, lat]) => lat!);
    expect(Math.min(...lats)).toBe(-90);
    expect(rings.reduce((sum, ring) => sum + areaOf(ring), 0)).toBeGreaterThan(2 * 360 * 18);
  });

  it('pdk-23 no country of the built-in map has a line across it', () => {
    const lines = countries.features
      .map((country) => cutAtAntimeridian(country))
      .flatMap(({ geometry, properties }) => {
        const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : (geometry as MultiPolygon).coordinates;
        const isLong = polygons.flat().some((ring) =>
          ring.some(([lon, lat], index) => {
            const [before, latBefore] = ring[index - 1] ?? [lon, lat];
            return Math.abs(lon! - before!) > 180 && !(lat === -90 && latBefore === -90);
          }),
        );
        return isLong ? [properties?.['name'] as string] : [];
      });
    expect(lines).toEqual([]);
  });
});
