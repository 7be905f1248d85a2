import { describe, expect, it } from 'vitest';
import { wkbKind } from '../wkb/read-wkb.ts';
import { readFeature } from './read-feature.ts';
import { splitGeoJson } from './split-geojson.ts';

const feature = (name: string, geometry: unknown = null) =>
  JSON.stringify({ type: 'Feature', properties: { name, note: 'a "quote" and } ] \\' }, geometry });
const collection = (...features: string[]) =>
  `{"type":"FeatureCollection","features":[${features.join(',\n')}],"crs":null}`;

const names = (text: string, isPartial = false) =>
  [...splitGeoJson(text, { isPartial })].flatMap((piece) => {
    if (piece.kind === 'member') return [];
    const read = readFeature(piece.text);
    return 'flaw' in read
      ? [`${String(piece.number)}: flaw`]
      : [`${String(piece.number)}: ${read.values.get('name') ?? ''}`];
  });

describe('reg-42 GeoJSON is read feature by feature', () => {
  it.each([
    ['a collection', collection(feature('a'), feature('b'))],
    ['a collection in many lines', JSON.stringify(JSON.parse(collection(feature('a'), feature('b'))), null, 2)],
    [
      'a collection with the features first',
      `{"features":[${feature('a')},${feature('b')}],"type":"FeatureCollection"}`,
    ],
    ['a feature in each line', `${feature('a')}\r\n${feature('b')}\n`],
    ['a text sequence (RFC 8142)', `\u001e${feature('a')}\n\u001e${feature('b')}\n`],
    [
      'features in many lines each',
      `${JSON.stringify(JSON.parse(feature('a')), null, 1)}${JSON.stringify(JSON.parse(feature('b')), null, 1)}`,
    ],
  ])('reg-42 reads %s', (_what, text) => {
    expect(names(text)).toEqual(['1: a', '2: b']);
    expect(names(`\ufeff${text}`)).toEqual(['1: a', '2: b']);
  });

  it('reg-42 gives the members beside the features', () => {
    const pieces = [...splitGeoJson('{"type":"FeatureCollection","crs":{"a":[1,"]"]},"features":[],"n":-1.5e3}')];
    expect(pieces).toEqual([
      { kind: 'member', name: 'type', text: '"FeatureCollection"' },
      { kind: 'member', name: 'crs', text: '{"a":[1,"]"]}' },
      { kind: 'member', name: 'n', text: '-1.5e3' },
    ]);
  });

  it('reg-42 tells a damaged feature from its neighbours', () => {
    expect(names(collection(feature('a'), '{"type":"Feature","properties":{oops}}', '5', feature('b')))).toEqual([
      '1: a',
      '2: flaw',
      '3: flaw',
      '4: b',
    ]);
  });

  it('reg-42 reads a beginning as far as it goes, and refuses a file that breaks off', () => {
    const text = collection(feature('a'), feature('b'));
    const cut = text.slice(0, -40);
    expect(names(cut, true)).toEqual(['1: a']);
    expect(() => names(cut)).toThrow(/breaks off in the middle of feature 2/);
    expect(() => names('{"type":"FeatureCollection","features":[1 2]}')).toThrow(/feature 1: "," is missing/);
  });

  it('reg-42 takes points and polygons, closes rings, and names what is no place', () => {
    const shape = (geometry: unknown) => {
      const read = readFeature(feature('a', geometry));
      return 'flaw' in read ? null : read.shape;
    };
    expect(shape({ type: 'Point', coordinates: [1, 2] })).toEqual({ kind: 'point', position: [1, 2, 0] });
    expect(shape({ type: 'Point', coordinates: [] })).toEqual({ kind: 'none' });
    expect(shape({ type: 'Point', coordinates: ['1', 2] })).toMatchObject({ kind: 'broken' });
    const square = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ];
    expect(shape({ type: 'Polygon', coordinates: [square] })).toMatchObject({ kind: 'polygon', isMended: false });
    const open = shape({ type: 'MultiPolygon', coordinates: [[square.slice(0, 4)]] });
    expect(open).toMatchObject({ kind: 'polygon', isMended: true });
    expect(open?.kind === 'polygon' && wkbKind(open.wkb)).toBe('MultiPolygon');
    expect(shape({ type: 'LineString', coordinates: [] })).toEqual({ kind: 'other', type: 'LineString' });
    expect(
      shape({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      }),
    ).toMatchObject({ kind: 'broken' });
    expect(shape('x')).toMatchObject({ kind: 'broken' });
  });

  it('reg-42 keeps the identifier beside the properties, and writes values as text', () => {
    const read = readFeature(
      '{"type":"Feature","id":7,"properties":{"n":1.5,"b":true,"o":{"x":1},"z":null},"geometry":null}',
    );
    expect('flaw' in read ? null : Object.fromEntries(read.values)).toEqual({
      n: '1.5',
      b: 'true',
      o: '{"x":1}',
      z: '',
      id: '7',
    });
  });
});
