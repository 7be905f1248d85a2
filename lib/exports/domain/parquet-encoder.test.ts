import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { ParquetEncoder } from './parquet-encoder.ts';
import type { TableColumn } from './table-encoder.ts';
import { TextBuffer } from './text-buffer.ts';
import { TimeText } from './time-text.ts';

const columns: readonly TableColumn[] = [
  { header: 'When', kind: 'seconds' },
  { header: 'Date', kind: 'instant' },
  { header: 'Count', kind: 'integer' },
  { header: 'Level', kind: 'number' },
  { header: 'On', kind: 'boolean' },
  { header: 'Name', kind: 'text' },
  { header: 'More', kind: 'json' },
];

function written(rows: readonly (readonly string[])[]): ArrayBuffer {
  const out = new TextBuffer();
  const encoder = new ParquetEncoder(out, columns);
  const time = new TimeText(new ZoneClock('Africa/Kampala'));
  time.set(1_785_758_400_250_000);
  encoder.begin();
  for (const cells of rows) {
    encoder.startRow();
    encoder.seconds(time);
    encoder.date(time);
    for (const json of cells) {
      const bytes = Buffer.from(json);
      if (json === '') encoder.none();
      else encoder.value(bytes, 0, bytes.length);
    }
    encoder.endRow();
  }
  encoder.end();
  const bytes = Buffer.from(out.filled);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

describe('pdk-33 Parquet', () => {
  it('pdk-33 has a type for each column, and keeps what a device sent against it', async () => {
    const file = written([
      ['7', '0.5', 'true', '"a\\nü"', '{"x": 1.10}'],
      ['8.0', '3', 'null', '12', '[1]'],
      ['"many"', 'true', '"yes"', '', '"text"'],
      ['12345678901234567890', '1e999', '', '', ''],
      ['', '1234567890123456789', '', '', ''],
      ['', '1.25e300', '', '', ''],
      ['', '4611686018427387904', '', '', ''],
    ]);
    const rows = await parquetReadObjects({ file });
    expect(rows[0]).toEqual({
      When: 1785758400n,
      Date: new Date('2026-08-03T12:00:00.250Z'),
      Count: 7n,
      Level: 0.5,
      On: true,
      Name: 'a\nü',
      More: '{"x": 1.10}',
      'Unfitting Values': null,
    });
    expect(rows[1]).toMatchObject({ Count: 8n, Level: 3, On: null, Name: '12', More: '[1]', 'Unfitting Values': null });
    expect(rows[2]).toMatchObject({ Count: null, Level: null, On: null, Name: null, More: 'text' });
    expect(JSON.parse(String(rows[2]?.['Unfitting Values']))).toEqual({ Count: 'many', Level: true, On: 'yes' });
    expect(rows[3]?.['Unfitting Values']).toBe('{"Count":12345678901234567890,"Level":1e999}');
    // A double would make 1234567890123456800 of it.
    expect(rows[4]).toMatchObject({ Level: null, 'Unfitting Values': '{"Level":1234567890123456789}' });
    expect([rows[5]?.['Level'], rows[6]?.['Level']]).toEqual([1.25e300, 2 ** 62]);
  });

  it('pdk-33 is whole without rows, and in groups with many', async () => {
    expect(await parquetReadObjects({ file: written([]) })).toEqual([]);
    const many = Array.from({ length: 25_000 }, (_, index) => [String(index), '1', 'true', '"n"', '']);
    const file = written(many);
    expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([10_000, 10_000, 5_000]);
    const rows = await parquetReadObjects({ file, rowStart: 24_999, rowEnd: 25_000 });
    expect(rows[0]).toMatchObject({ Count: 24_999n, Date: new Date('2026-08-03T12:00:00.250Z') });
  });
});
