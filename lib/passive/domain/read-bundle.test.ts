import { describe, expect, it } from 'vitest';
import { type BundleContent, BundleReader } from './read-bundle.ts';
import type { DecodedPoint } from './read-point.ts';

const reader = new BundleReader();
const clear = { isEncrypted: false, details: null, isTruncated: false };

function read(text: string | Buffer, facts: Partial<typeof clear> = {}): BundleContent {
  return reader.read(Buffer.from(text), { ...clear, ...facts });
}

/** A point as text; members of the metadata given as JSON text replace or (undefined) remove the usual ones. */
function pointText(members = '"level":83', metadata: Record<string, string | undefined> = {}): string {
  const all = {
    'generator-id': '"pdk-device-battery"',
    generator: '"pdk-device-battery: Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)"',
    source: '"p-1"',
    timestamp: '1760000000.25',
    ...metadata,
  };
  const inside = Object.entries<string | undefined>(all).flatMap(([name, text]) =>
    text === undefined ? [] : [`"${name}":${text}`],
  );
  return `{${members}${members === '' ? '' : ','}"passive-data-metadata":{${inside.join(',')}}}`;
}

const reasonOf = (text: string) => read(`[${text}]`).findings.map(({ reason }) => reason);
const first = (content: BundleContent): DecodedPoint => content.points[0]!;
const propertiesOf = ({ bytes, start, end, cutStart, cutEnd }: DecodedPoint) =>
  bytes.toString('utf8', start, cutStart) + bytes.toString('utf8', cutEnd, end);
const positions = (content: BundleContent) => [
  content.points.map(({ position }) => position),
  content.findings.map(({ position }) => position),
];

describe('pdk-16 reads every element it can', () => {
  it('pdk-16 names the reason for each element that is not a point', () => {
    expect(reasonOf('1')).toEqual(['not_an_object']);
    expect(reasonOf('null')).toEqual(['not_an_object']);
    expect(reasonOf('{}')).toEqual(['metadata_missing']);
    expect(reasonOf('{"passive-data-metadata":7}')).toEqual(['metadata_missing']);
    expect(reasonOf(pointText('', { source: undefined }))).toEqual(['source_missing']);
    expect(reasonOf(pointText('', { source: '{}' }))).toEqual(['source_missing']);
    expect(reasonOf(pointText('', { source: `"${'x'.repeat(2001)}"` }))).toEqual(['source_too_long']);
    expect(reasonOf(pointText('', { 'generator-id': `"${'é'.repeat(1001)}"` }))).toEqual(['type_too_long']);
    expect(reasonOf(pointText('', { generator: undefined }))).toEqual(['generator_missing']);
    expect(reasonOf(pointText('', { timestamp: undefined }))).toEqual(['timestamp_missing']);
    expect(reasonOf(pointText('', { timestamp: 'null' }))).toEqual(['timestamp_missing']);
    expect(reasonOf(pointText('', { timestamp: '"1760000000"' }))).toEqual(['timestamp_not_a_number']);
    expect(reasonOf(pointText('', { timestamp: '-1' }))).toEqual(['timestamp_out_of_range']);
    expect(reasonOf(pointText('', { timestamp: '1e400' }))).toEqual(['timestamp_out_of_range']);
    expect(reasonOf(pointText(`"a":${'['.repeat(300)}${']'.repeat(300)}`))).toEqual(['too_deep']);
    expect(reasonOf('{"a":NaN}')).toEqual(['point_not_json']);
  });

  it('pdk-16 says that a time far ahead looks like milliseconds, and who sent it', () => {
    const [finding] = read(`[${pointText('', { timestamp: '1754742600000' })}]`).findings;
    expect(finding?.reason).toBe('timestamp_out_of_range');
    expect(finding?.detail).toContain('looks like milliseconds');
    expect([finding?.sourceHint, finding?.typeHint]).toEqual(['p-1', 'pdk-device-battery']);
  });

  it('pdk-16 takes the limits of time themselves', () => {
    expect(first(read(`[${pointText('', { timestamp: '0' })}]`)).createdAtUs).toBe(0);
    expect(first(read(`[${pointText('', { timestamp: '4102444799.999999' })}]`)).createdAtUs).toBe(4102444799999999);
    expect(reasonOf(pointText('', { timestamp: '4102444800' }))).toEqual(['timestamp_out_of_range']);
  });

  it('pdk-16 stores the points around broken JSON, with their places in the list', () => {
    const good = pointText();
    expect(positions(read(`[${good},{"a":},${good}]`))).toEqual([[0, 2], [1]]);
    expect(positions(read(`[${good},{"open":"quote},${good},${good}]`))).toEqual([[0, 2, 3], [1]]);
    expect(positions(read(`[${good},{"list":[1,2},${good}]`))).toEqual([[0, 2], [1]]);
    expect(positions(read(`[${good},,${good},]`))).toEqual([[0, 2], [1]]);
    expect(positions(read(`[${good},{"a":1}},${good}]`))).toEqual([[0, 2], [1]]);
    expect(positions(read(`[${good}] and more`))).toEqual([[0], [1]]);
    expect(positions(read(`[${good},${good}] [${good},7]\n[${good}]`))).toEqual([[0, 1, 2, 4], [3]]);
    expect(positions(read(`[${good}][${good}`))).toEqual([[0, 1], [2]]);
    expect(positions(read(`[${good}${good},${good}]`))).toEqual([[1], [0]]);
  });

  it('pdk-16 stores the complete points of a list that was cut off', () => {
    const text = `[${pointText()},${pointText()},${pointText()}]`;
    for (let length = 1; length < text.length; length += 1) {
      const content = read(text.slice(0, length), { isTruncated: true });
      expect(content.points.length).toBe(Math.min(3, Math.floor(length / (pointText().length + 1))));
      expect(content.findings.map(({ reason }) => reason)).toEqual(['gzip_truncated']);
    }
    expect(read(text.slice(0, -9)).findings[0]?.reason).toBe('list_unfinished');
  });

  it('pdk-16 does not slow down on a bundle of nothing but broken elements', () => {
    const content = read(`[${'{"a":"b},'.repeat(200_000)}]`);
    expect(content.points).toEqual([]);
    expect(content.findings.length).toBeLessThanOrEqual(1002);
  });

  it('pdk-16 puts a bundle that is no list into quarantine as a whole', () => {
    const whole = (text: string) => read(text).findings.map(({ position, reason }) => [position, reason]);
    expect(whole('7')).toEqual([[-1, 'bundle_not_an_array']]);
    expect(whole('')).toEqual([[-1, 'bundle_not_json']]);
    expect(whole('<html>')).toEqual([[-1, 'bundle_not_json']]);
    expect(read('7').isUnreadable).toBe(true);
    expect(read('[]')).toEqual({ points: [], findings: [], elementCount: 0, isUnreadable: false });
  });

  it('pdk-08 reads a single point that is not in a list', () => {
    expect(first(read(` ${pointText()} `)).source).toBe('p-1');
  });
});

describe('pdk-12 identifiers', () => {
  it('pdk-12 stores empty and null sources under one name, and points of no type under another', () => {
    expect(first(read(`[${pointText('', { source: '""' })}]`)).source).toBe('missing-source');
    expect(first(read(`[${pointText('', { source: '" "' })}]`)).source).toBe('missing-source');
    expect(first(read(`[${pointText('', { source: 'null' })}]`)).source).toBe('missing-source');
    expect(first(read(`[${pointText('', { source: '42' })}]`)).source).toBe('42');
    expect(first(read(`[${pointText('', { 'generator-id': undefined })}]`)).type).toBe('unknown-generator');
  });
});

describe('pdk-13 position, secondary identifier and user agent', () => {
  it('pdk-13 takes the position from the metadata, else from the point', () => {
    const place = (members: string, metadata: Record<string, string> = {}) => {
      const { lon, lat } = first(read(`[${pointText(members, metadata)}]`));
      return [lon, lat];
    };
    const own = '"latitude":1.5,"longitude":2.5';
    expect(place(own)).toEqual([2.5, 1.5]);
    expect(place(own, { latitude: '-3', longitude: '4' })).toEqual([4, -3]);
    expect(place(own, { latitude: 'null', longitude: '4' })).toEqual([2.5, 1.5]);
    expect(place('', { latitude: 'null', longitude: 'null' })).toEqual([Number.NaN, Number.NaN]);
    expect(place('"latitude":91,"longitude":4')).toEqual([Number.NaN, Number.NaN]);
    expect(place('"latitude":"1","longitude":"2"')).toEqual([Number.NaN, Number.NaN]);
  });

  it('pdk-13 reads the secondary identifier of each type', () => {
    const secondary = (type: string, members: string) =>
      first(read(`[${pointText(members, { 'generator-id': `"${type}"` })}]`)).secondaryId;
    expect(secondary('pdk-app-event', '"event_name":"opened"')).toBe('opened');
    expect(secondary('pdk-device-battery', '"status":null')).toBeNull();
    expect(secondary('pdk-voice-activity', '"voices_present":true')).toBe('present');
    expect(secondary('pdk-google-fit', '"reading-type":7')).toBe('7');
    expect(secondary('constructor', '"status":"x"')).toBeNull();
  });

  it('pdk-13 takes the user agent from behind the first colon', () => {
    const agent = (generator: string) => first(read(`[${pointText('', { generator })}]`)).envelope.userAgent;
    expect(agent('"pdk-x: A/1 (b: c)"')).toBe('A/1 (b: c)');
    expect(agent('"no colon"')).toBe('no colon');
  });
});

describe('passive: what is stored is what was sent', () => {
  it('passive: reads UTF-16, with a byte order mark and without, as the text it is', () => {
    const text = `[${pointText('"a":"\u00e9 \ud83d\ude00"', { source: '"Zo\u00eb"' })}]`;
    const little = (marked: string) => Buffer.from(marked + text, 'utf16le');
    for (const bytes of [little('\ufeff'), little(''), little('\ufeff').swap16(), little('').swap16()]) {
      const content = read(bytes);
      expect(content.findings).toEqual([]);
      expect([first(content).source, propertiesOf(first(content))]).toEqual([
        'Zo\u00eb',
        '{"a":"\u00e9 \ud83d\ude00"}',
      ]);
    }
    expect(read(Buffer.from('\ufeff<html>', 'utf16le')).isUnreadable).toBe(true);
  });

  it('passive: cuts the metadata out, wherever it stands', () => {
    const metadata = pointText('').slice(1, -1);
    expect(propertiesOf(first(read(`[{"a":1, ${metadata}}]`)))).toBe('{"a":1}');
    expect(propertiesOf(first(read(`[{${metadata} , "a":1 }]`)))).toBe('{"a":1 }');
    expect(propertiesOf(first(read(`[{"a":1,${metadata},"b":2}]`)))).toBe('{"a":1,"b":2}');
    expect(propertiesOf(first(read(`[{ ${metadata} }]`)))).toBe('{  }');
  });

  it('passive: keeps every digit of large numbers, and only removes what the database cannot hold', () => {
    const text = propertiesOf(first(read(`[${pointText('"observed":1760000000123456789,"x":1.10')}]`)));
    expect(text).toBe('{"observed":1760000000123456789,"x":1.10}');
    const cleaned = (members: string) => propertiesOf(first(read(`[${pointText(members)}]`)));
    expect(cleaned(String.raw`"a":"x\u0000y"`)).toBe('{"a":"xy"}');
    expect(cleaned(String.raw`"a":"x\\u0000y"`)).toBe(String.raw`{"a":"x\\u0000y"}`);
    expect(cleaned(String.raw`"a":"x\\\u0000y"`)).toBe(String.raw`{"a":"x\\y"}`);
    expect(cleaned(String.raw`"a":"\ud83d\ude00 \ud83d \uDE00"`)).toBe(String.raw`{"a":"\ud83d\ude00 \ufffd \ufffd"}`);
  });

  it('passive: replaces bytes that are not UTF-8, and takes a byte order mark', () => {
    const bad = Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xff, 0xed, 0xa0, 0x80]), Buffer.from('",')]);
    const content = read(Buffer.concat([bad, Buffer.from(`${pointText('').slice(1)}]`)]));
    expect(propertiesOf(first(content))).toMatch(/^\{"a":"\ufffd+"\}$/);
    expect(read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(`[${pointText()}]`)])).points.length).toBe(
      1,
    );
  });
});
