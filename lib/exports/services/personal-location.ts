import type { SourceId } from '#lib/platform/ids.ts';
import { scanPointBlocks } from '#lib/passive/index.ts';
import { drawTrack, TrackSketch, TrackThinner } from '../domain/personal/thin-track.ts';
import { escapeText, link } from '../domain/personal/markup.ts';
import { MemberText } from './member-text.ts';
import { writePage, type PersonalJob } from './personal-job.ts';
import type { PersonalType } from './personal-type.ts';

const locationType = 'pdk-location';

/**
 * Writes `location.geojson`, one position for every five minutes, and `location.html` with the track drawn; false when the
 * person's devices sent no position.
 */
export async function writeLocation(job: PersonalJob, types: readonly PersonalType[]): Promise<boolean> {
  const type = types.find(({ identifier }) => identifier === locationType);
  if (!type) return false;
  const sketch = new TrackSketch();
  const positions = await writeGeoJson(job, type, sketch);
  const { t } = job;
  const body = [
    `<p>${link('index.html', t('back'))}</p>`,
    `<p>${escapeText(t('locationPage', { count: positions }))} ${link('location.geojson', 'location.geojson')}</p>`,
    drawTrack(sketch, t('track')),
  ].join('\n');
  await writePage(job, { name: 'location.html', title: t('location'), body });
  return true;
}

async function writeGeoJson(job: PersonalJob, type: PersonalType, sketch: TrackSketch): Promise<number> {
  const { ctx, archive, source } = job;
  const thinner = new TrackThinner();
  let positions = 0;
  await archive.open({ name: 'location.geojson', type: type.identifier, source: source.identifier });
  const text = new MemberText(archive);
  text.out.text('{"type":"FeatureCollection","features":[');
  for await (const block of scanPointBlocks(ctx, {
    sourceIds: [source.id as SourceId],
    typeId: type.typeId,
    range: { column: 'created', from: null, to: null },
    isWhole: true,
    signal: ctx.signal,
  })) {
    for (let row = 0; row < block.count; row += 1) {
      const point = {
        atMs: (block.createdAtUs[row] as number) / 1000,
        lon: block.lon[row] as number,
        lat: block.lat[row] as number,
      };
      if (Number.isNaN(point.lon) || Number.isNaN(point.lat) || !thinner.takes(point.atMs)) continue;
      sketch.add(point);
      const feature = {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [point.lon, point.lat] },
        properties: { time: new Date(point.atMs).toISOString() },
      };
      text.out.text(`${positions === 0 ? '' : ','}\n${JSON.stringify(feature)}`);
      positions += 1;
      text.rows += 1;
      await text.flushWhenFull();
    }
  }
  text.out.text('\n]}\n');
  await text.close();
  return positions;
}
