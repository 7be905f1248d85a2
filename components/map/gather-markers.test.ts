import { describe, expect, it } from 'vitest';
import { gatherMarkers } from './gather-markers.ts';
import { shapeHolds, tilePositionToLonLat, type TilePoint, type UnitTile } from './read-unit-tile.ts';

const kind = { typeId: 'clinic', status: 'VALID', search: 0 } as const;

function aTile(points: readonly Partial<TilePoint>[]): UnitTile {
  const whole = { ...kind, cell: 5, count: 1, at: [2048, 2048] as const };
  return { address: { z: 1, x: 1, y: 0 }, points: points.map((point) => ({ ...whole, ...point })), shapes: [] };
}

describe('reg-29 markers of a map', () => {
  it('reg-29 show one unit by its name, and several of a cell as one with the count of each colour', () => {
    const tile = aTile([
      { cell: 1, id: 'a', name: 'Alone', at: [1536, 512] },
      { cell: 5, count: 30, typeId: 'school', at: [1100, 1100] },
      { cell: 5, count: 10, at: [1500, 1500] },
    ]);
    const [alone, many] = gatherMarkers([tile], 'clusters', ({ typeId }) => (typeId === 'school' ? 'red' : 'blue'));
    expect(alone).toMatchObject({ count: 1, unit: { id: 'a', name: 'Alone' }, parts: [{ color: 'blue', count: 1 }] });
    expect(many).toMatchObject({
      count: 40,
      unit: null,
      parts: [
        { color: 'red', count: 30 },
        { color: 'blue', count: 10 },
      ],
    });
    expect(many?.position).toEqual(tilePositionToLonLat(tile.address, [1200, 1200]));
    expect(many?.cell).toEqual([
      tilePositionToLonLat(tile.address, [1024, 2048]),
      tilePositionToLonLat(tile.address, [2048, 1024]),
    ]);
  });

  it('reg-29 leave out what is hidden, and count the rest', () => {
    const tile = aTile([{ count: 3 }, { count: 1, typeId: 'school' }, { cell: 9, count: 2, typeId: 'school' }]);
    const markers = gatherMarkers([tile], 'clusters', ({ typeId }) => (typeId === 'school' ? null : 'blue'));
    expect(markers.map(({ count }) => count)).toEqual([3]);
  });

  it('reg-29 a shape holds what is inside it and not in its holes', () => {
    const square = (from: number, to: number) =>
      [
        [from, from],
        [to, from],
        [to, to],
        [from, to],
      ] as const;
    const ring = { rings: [square(0, 100), square(40, 60)] };
    expect(
      [
        [10, 10],
        [50, 50],
        [150, 50],
        [99, 1],
      ].map(([x = 0, y = 0]) => shapeHolds(ring, [x, y])),
    ).toEqual([true, false, false, true]);
  });

  it('reg-29 positions of tiles lie where they are on earth', () => {
    expect(tilePositionToLonLat({ z: 0, x: 0, y: 0 }, [2048, 2048])).toEqual([0, 0]);
    const [lon, lat] = tilePositionToLonLat({ z: 1, x: 1, y: 0 }, [0, 0]);
    expect([lon, lat.toFixed(4)]).toEqual([0, '85.0511']);
  });
});
