import { describe, expect, it } from 'vitest';
import { JsonEncoder } from './json-encoder.ts';
import type { TableColumn } from './table-encoder.ts';
import { TextBuffer } from './text-buffer.ts';

const columns: readonly TableColumn[] = [
  { header: 'Altitude', kind: 'number' },
  { header: 'Accuracy "m"', kind: 'number' },
];

type Cell = number | string | null;
interface Row {
  readonly at: readonly [lon: number, lat: number];
  readonly cells: readonly [Cell, Cell];
}

/** What the encoder writes; a number is computed, a text is JSON as it was sent. */
function written(rows: readonly Row[], form: 'jsonl' | 'geojson' = 'geojson'): string {
  const out = new TextBuffer();
  const encoder = new JsonEncoder(out, columns, form);
  encoder.begin();
  for (const { at, cells } of rows) {
    encoder.startRow(...at);
    for (const cell of cells) {
      if (cell === null) encoder.none();
      else if (typeof cell === 'number') encoder.number(cell);
      else encoder.value(Buffer.from(cell), 0, Buffer.byteLength(cell));
    }
    encoder.endRow();
  }
  encoder.end();
  return Buffer.from(out.filled).toString();
}

describe('pdk-33 GeoJSON', () => {
  it('pdk-33 is a collection without features when there is no row', () => {
    expect(JSON.parse(written([]))).toEqual({ type: 'FeatureCollection', features: [] });
  });

  it('pdk-33 has [lon, lat] as they are, at the poles, on both sides of the antimeridian and next to nothing', () => {
    const places = [
      [180, 90],
      [-180, -90],
      [179.9999, 0],
      [-179.9999, -0],
      [1e-7, -1e-7],
      [32.250000000000004, 0.30000000000000004],
    ] as const;
    const { features } = JSON.parse(written(places.map((at) => ({ at, cells: [null, null] })))) as {
      features: { type: string; geometry: { type: string; coordinates: unknown } }[];
    };
    expect(features.map(({ geometry }) => geometry.coordinates)).toEqual(places.map(([lon, lat]) => [lon, lat + 0]));
    expect(new Set(features.map(({ type, geometry }) => `${type} ${geometry.type}`))).toEqual(
      new Set(['Feature Point']),
    );
  });

  it('pdk-33 has null for what is no number, and the digits that were sent for what is', () => {
    const text = written([
      { at: [1, 2], cells: [Number.NaN, Number.POSITIVE_INFINITY] },
      { at: [1, 2], cells: [Number.NEGATIVE_INFINITY, -430.25] },
      { at: [1, 2], cells: ['1190.500000000000000000001', '"3,5"'] },
    ]);
    const { features } = JSON.parse(text) as { features: { properties: object }[] };
    expect(features.map(({ properties }) => Object.values(properties) as unknown)).toEqual([
      [null, null],
      [null, -430.25],
      [1190.5, '3,5'],
    ]);
    expect(text).toContain('"Altitude":1190.500000000000000000001,"Accuracy \\"m\\"":"3,5"');
  });

  it('pdk-33 in JSON Lines a row is one line, whatever it holds, and needs no position', () => {
    const text = written([{ at: [Number.NaN, Number.NaN], cells: ['{"a":\n1}', Number.NaN] }], 'jsonl');
    expect(text).toBe('{"Altitude":{"a": 1},"Accuracy \\"m\\"":null}\n');
  });
});
