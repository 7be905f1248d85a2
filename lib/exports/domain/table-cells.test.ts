import { describe, expect, it } from 'vitest';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { JsonMembers } from './json-members.ts';
import { quoteCell, TimeCells, writeMemberCell } from './table-cells.ts';
import { TextBuffer } from './text-buffer.ts';

function cell(value: string): string {
  const members = new JsonMembers(['x']);
  members.locate(Buffer.from(`{"x":${value}}`), 0);
  const out = new TextBuffer();
  writeMemberCell(out, members, 0);
  return out.filled.toString();
}

function time(iso: string, zone: string, fractionUs = 0): string {
  const out = new TextBuffer();
  new TimeCells(new ZoneClock(zone)).write(out, Date.parse(iso) * 1000 + fractionUs);
  return out.filled.toString();
}

describe('pdk-33 cells', () => {
  it.each([
    ['"plain ü"', 'plain ü'],
    [String.raw`"say \"hi\""`, '"say ""hi"""'],
    [String.raw`"tab\tnew\nline\r"`, '"tab\tnew\nline\r"'],
    [String.raw`"A\/B"`, 'A/B'],
    ['1.50', '1.50'],
    ['-12345678901234567890', '-12345678901234567890'],
    ['true', 'True'],
    ['false', 'False'],
    ['null', ''],
    ['{"a":[1, 2]}', '"{""a"":[1, 2]}"'],
    ['[1]', '[1]'],
    ['"=1+1"', '=1+1'],
    ['""', ''],
  ])('pdk-33 write %s', (value, expected) => {
    expect(cell(value)).toBe(expected);
  });

  it('pdk-33 quote only what must be', () => {
    expect(quoteCell("it's, fine; really")).toBe("it's, fine; really");
    expect(quoteCell('a"b')).toBe('"a""b"');
  });

  it('pdk-33 write instants as whole seconds and as dates of the zone', () => {
    expect(time('2026-08-03T12:00:00Z', 'Africa/Kampala')).toBe('1785758400\t2026-08-03T15:00:00+03:00');
    expect(time('2026-08-03T12:00:00Z', 'UTC', 250_000)).toBe('1785758400\t2026-08-03T12:00:00.250000+00:00');
    expect(time('2026-08-03T01:00:00Z', 'America/St_Johns')).toBe('1785718800\t2026-08-02T22:30:00-02:30');
    expect(time('1969-12-31T23:59:59Z', 'UTC', 1)).toBe('-1\t1969-12-31T23:59:59.000001+00:00');
  });

  it('pdk-33 grow with a cell larger than the buffer', () => {
    const text = 'x'.repeat(700_000);
    expect(cell(`"${text}"`)).toBe(text);
  });
});
