import { describe, expect, it } from 'vitest';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { DelimitedEncoder } from './delimited-encoder.ts';
import { TextBuffer } from './text-buffer.ts';
import { TimeText } from './time-text.ts';

function cell(json: string, form: 'tab' | 'csv' = 'tab'): string {
  const out = new TextBuffer();
  const encoder = new DelimitedEncoder(out, [{ header: 'X', kind: 'text' }], form);
  const bytes = Buffer.from(json);
  encoder.startRow();
  encoder.value(bytes, 0, bytes.length);
  return out.filled.toString();
}

function time(iso: string, zone: string, fractionUs = 0): string {
  const out = new TextBuffer();
  const encoder = new DelimitedEncoder(out, [], 'tab');
  const text = new TimeText(new ZoneClock(zone));
  text.set(Date.parse(iso) * 1000 + fractionUs);
  encoder.startRow();
  encoder.seconds(text);
  encoder.date(text);
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
    [`"it's, fine; really"`, `it's, fine; really`],
  ])('pdk-33 write %s', (value, expected) => {
    expect(cell(value)).toBe(expected);
  });

  it.each([
    ['"a,b"', '"a,b"'],
    ['"tab\\tno"', 'tab\tno'],
    ['"=1+1"', "'=1+1"],
    ['"+256700"', '+256700'],
    ['[1, 2]', '"[1, 2]"'],
    ['-3.0', '-3.0'],
    ['false', 'False'],
  ])('pdk-33 write %s as CSV', (value, expected) => {
    expect(cell(value, 'csv')).toBe(expected);
  });

  it('pdk-33 write instants as whole seconds and as dates of the zone', () => {
    expect(time('2026-08-03T12:00:00Z', 'Africa/Kampala')).toBe('1785758400\t2026-08-03T15:00:00+03:00');
    expect(time('2026-08-03T12:00:00Z', 'UTC', 250_000)).toBe('1785758400\t2026-08-03T12:00:00.250000+00:00');
    expect(time('2026-08-03T01:00:00Z', 'America/St_Johns')).toBe('1785718800\t2026-08-02T22:30:00-02:30');
    expect(time('1969-12-31T23:59:59Z', 'UTC', 1)).toBe('-1\t1969-12-31T23:59:59.000001+00:00');
  });

  it('pdk-33 take another zone from one instant to the same', () => {
    const text = new TimeText(new ZoneClock('UTC'));
    text.set(0);
    text.set(0, new ZoneClock('Asia/Kathmandu'));
    expect(text.bytes.toString('latin1', text.secondsEnd, text.length)).toBe('1970-01-01T05:30:00+05:30');
  });

  it('pdk-33 grow with a cell larger than the buffer', () => {
    const text = 'x'.repeat(700_000);
    expect(cell(`"${text}"`)).toBe(text);
  });
});
