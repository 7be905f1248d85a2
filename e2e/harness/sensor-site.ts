import { z } from 'zod';
import type { ApiCall } from './api.ts';

/** A site with a room and a node of an organization, made through our own API. */
export interface SensorSite {
  readonly siteId: string;
  readonly roomId: string;
  readonly nodeId: string;
}

const idSchema = z.object({ id: z.string() });

/** The id of what a call made; fails with the answer of one that made nothing. */
export async function idOf(answer: ReturnType<ApiCall>): Promise<string> {
  const { json, text } = await answer;
  return z.object({ id: z.string() }, text).parse(json).id;
}

/** Makes one; names begin with a word. */
export async function aSensorSite(
  call: ApiCall,
  { study, word, eui64 }: { readonly study: string; readonly word: string; readonly eui64: string },
): Promise<SensorSite> {
  const body = { name: `${word} school`, timeZone: 'Europe/Berlin', description: `${word} lies by the river.` };
  const siteId = await idOf(call('POST /sensors/sites', { body }));
  const room = { siteId, name: `${word} classroom`, sizeSqm: 54, heightM: 3.2, maxOccupancy: 28 };
  const roomId = await idOf(call('POST /sensors/rooms', { body: room }));
  const node = { study, eui64, alias: `${word} node`, protocol: 'ELSYSERS', expectedIntervalS: 600 };
  return { siteId, roomId, nodeId: idSchema.parse((await call('POST /nodes', { body: node })).json).id };
}
