import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { DayCounts, drawBars } from './day-bars.ts';
import { localTime } from './local-time.ts';
import { escapeText, renderPage } from './markup.ts';
import { LastRows, renderSample, shownRows } from './sample-rows.ts';
import { drawTrack, thinEveryMs, TrackSketch, TrackThinner } from './thin-track.ts';

describe('personal report', () => {
  it('pdk-37 text of points is never markup', () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"]/.test(escapeText(text))));
    const row = { at: '<b>', properties: JSON.stringify({ '<i>': '<script>alert(1)</script>', nested: { a: ['"'] } }) };
    const table = renderSample([row], { caption: 'c', time: 't', more: 'm' });
    expect(table).not.toMatch(/<script|<i>|<b>/);
    expect(table).toContain('&lt;script&gt;');
    const page = renderPage({ locale: 'en', title: '<x>', body: '' });
    expect(page).toContain("default-src 'none'");
    expect(page).not.toContain('<x>');
  });

  it('pdk-37 days are counted, empty ones are drawn, and years become months', () => {
    const counts = new DayCounts();
    for (const day of ['2026-01-01', '2026-01-01', '2026-01-03']) counts.add(day);
    expect(counts.bars()).toEqual([
      ['2026-01-01', 2],
      ['2026-01-02', 0],
      ['2026-01-03', 1],
    ]);
    const svg = drawBars(counts, 'A "label"');
    expect(svg.match(/<rect/g)).toHaveLength(2);
    expect(svg).toContain('<title>2026-01-01: 2</title>');
    expect(svg).toContain('<span>2026-01-01</span><span>2026-01-03</span>');
    const other = new DayCounts();
    other.add('2024-02-29');
    other.addAll(counts);
    expect(other.days).toBe(3);
    expect(other.bars().at(-1)).toEqual(['2026-01', 3]);
    expect(other.range).toEqual(['2024-02-29', '2026-01-03']);
    expect(drawBars(new DayCounts(), 'x')).toBe('');
  });

  it('pdk-37 a track is thinned to one position in five minutes and drawn with bounded corners, north up', () => {
    const thinner = new TrackThinner();
    const times = [0, 1000, thinEveryMs - 1, thinEveryMs, thinEveryMs + 5, 3 * thinEveryMs];
    expect(times.filter((atMs) => thinner.takes(atMs))).toEqual([0, thinEveryMs, 3 * thinEveryMs]);
    const sketch = new TrackSketch();
    for (let index = 0; index < 50_000; index += 1) sketch.add({ atMs: index, lon: index / 1e4, lat: -index / 1e4 });
    expect(sketch.corners.length).toBeGreaterThan(1500);
    expect(sketch.corners.length).toBeLessThanOrEqual(4000);
    const short = new TrackSketch();
    short.add({ atMs: 0, lon: 10, lat: 50 });
    short.add({ atMs: 1, lon: 10, lat: 51 });
    expect(drawTrack(short, 'x')).toContain('points="400.0,780.0 400.0,20.0"');
    expect(drawTrack(new TrackSketch(), 'x')).toBe('');
    const still = new TrackSketch();
    still.add({ atMs: 0, lon: 10, lat: 50 });
    expect(drawTrack(still, 'x')).not.toMatch(/NaN|Infinity/);
    expect(drawTrack(still, 'x')).toContain('cx="400.0" cy="80.0"');
  });

  it('pdk-37 the newest rows are kept, at the memory of a page; many members share the last column', () => {
    const last = new LastRows();
    for (let index = 0; index < shownRows + 7; index += 1) last.add({ at: String(index), properties: '{}' });
    const rows = last.newestFirst();
    expect([rows.length, rows[0]?.at, rows.at(-1)?.at]).toEqual([shownRows, String(shownRows + 6), '7']);
    const wide = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`m${String(index)}`, index]));
    const table = renderSample([{ at: 'now', properties: JSON.stringify(wide) }], {
      caption: 'c',
      time: 't',
      more: 'More',
    });
    expect(table.match(/<th /g)).toHaveLength(12);
    expect(table).toContain('{&quot;m10&quot;:10');
  });

  it('pdk-37 times are of the zone asked for', () => {
    const atUs = Date.UTC(2026, 10, 29, 23, 30) * 1000;
    expect(localTime(new ZoneClock('Africa/Kampala'), atUs)).toBe('2026-11-30 02:30:00');
    expect(localTime(new ZoneClock('UTC'), atUs)).toBe('2026-11-29 23:30:00');
  });
});
