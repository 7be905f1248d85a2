import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { expect, type OwnStudy } from './own-study.ts';

/** A room with a node of a test, and two days of what it measured there. */
export interface OwnSensor {
  readonly siteId: string;
  readonly siteName: string;
  readonly roomName: string;
  readonly nodeName: string;
  readonly installationId: string;
}

const idSchema = z.object({ id: z.string() });
const stepS = 600;

/** Makes one: a school day of good and bad air, every ten minutes until now. */
export async function anOwnSensor(study: OwnStudy, baseURL: string): Promise<OwnSensor> {
  const word = randomUUID().slice(0, 8);
  const make = async (path: string, body: object) => idSchema.parse(await study.call('POST', path, body)).id;
  const [siteName, roomName, nodeName] = [`School ${word}`, `Room ${word}`, `Node ${word}`];
  const siteId = await make('sensors/sites', { name: siteName, timeZone: 'Europe/Berlin' });
  const roomId = await make('sensors/rooms', { siteId, name: roomName, sizeSqm: 54, maxOccupancy: 28 });
  const eui64 = randomUUID().replaceAll('-', '').slice(0, 16);
  const node = { study: study.key, eui64, alias: nodeName, protocol: 'ELSYSERS', expectedIntervalS: stepS };
  const nodeId = await make('nodes', node);
  const nowS = Math.floor(Date.now() / 1000 / stepS) * stepS;
  const steps = 40 * 144;
  const fromAt = new Date((nowS - steps * stepS) * 1000).toISOString();
  const installationId = await make('installations', { nodeId, roomId, fromAt, description: 'Beside the door.' });
  const scopes = { name: `gateway ${word}`, scopes: ['intake.send'], studyId: null, lifeDays: 1 };
  const { token } = z.object({ token: z.string() }).parse(await study.call('POST', 'tokens', scopes));
  const data = Array.from({ length: steps }, (_, index) => aSample(nodeId, nowS - index * stepS));
  const response = await fetch(`${baseURL}/ingest/v1/ingest/`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.api+json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ data }),
  });
  expect(response.status, (await response.text()).slice(0, 500)).toBe(201);
  return { siteId, siteName, roomName, nodeName, installationId };
}

/** Air that gets worse over the day: from 500 to 2000 ppm at noon (UTC). */
function aSample(nodeId: string, timestampS: number): object {
  const hour = (timestampS % 86_400) / 3600;
  const co2 = Math.round(500 + 1500 * Math.exp(-((hour - 12) ** 2) / 6));
  return {
    type: 'Sample',
    attributes: {
      timestamp_s: timestampS,
      co2_ppm: co2,
      temperature_celsius: Math.round(180 + hour * 2) / 10,
      rel_humidity_percent: 45,
    },
    relationships: { node: { data: { type: 'Node', id: nodeId } } },
  };
}
