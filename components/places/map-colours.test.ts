import { describe, expect, it } from 'vitest';
import { colourMap } from './map-colours.ts';

const kind = (typeId: string | null, status: 'NEW' | 'VALID', search: number, count: number, withoutPosition = 0) => ({
  typeId,
  status,
  search,
  count,
  withoutPosition,
});
const summary = {
  types: [
    { id: 'district', name: 'District' },
    { id: 'clinic', name: 'Clinic' },
  ],
  kinds: [
    kind('clinic', 'VALID', 0, 90, 10),
    kind('clinic', 'NEW', 1, 5),
    kind('district', 'VALID', 0, 7),
    kind(null, 'NEW', 0, 1),
  ],
};
const none = { searchColors: ['#112233'], hidden: new Set<string>() };

describe('reg-29 colours of a map', () => {
  it('reg-29 the legend tells types in order of depth with what is on the map of them', () => {
    const { legend } = colourMap(summary, 'type', none);
    expect(legend.map(({ key, count }) => [key, count])).toEqual([
      ['district', 7],
      ['clinic', 85],
      ['none', 1],
    ]);
    expect(new Set(legend.map(({ color }) => color)).size).toBe(3);
  });

  it('reg-29 searches have the colour that a person gave them, else one of the palette', () => {
    const { colorOf } = colourMap(summary, 'search', none);
    expect(colorOf({ typeId: null, status: 'NEW', search: 0 })).toBe('#112233');
    expect(colorOf({ typeId: null, status: 'NEW', search: 1 })).toBe('var(--cairn-series-2)');
  });

  it('reg-29 what is hidden has no colour, and stays in the legend to be shown again', () => {
    const { colorOf, legend } = colourMap(summary, 'status', { ...none, hidden: new Set(['NEW']) });
    expect(colorOf({ typeId: 'clinic', status: 'NEW', search: 0 })).toBeNull();
    expect(colorOf({ typeId: 'clinic', status: 'VALID', search: 0 })).not.toBeNull();
    expect(legend.map(({ key }) => key)).toEqual(['NEW', 'VALID']);
  });
});
