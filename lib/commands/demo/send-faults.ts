import { gzipSync } from 'node:zlib';
import { encodeMultipart } from '#e2e/devices/multipart.ts';
import type { Transport } from '#e2e/devices/transport.ts';
import { paintPicture } from './paint-picture.ts';

const agent = 'Meadow/4.1 Passive Data Kit/1.0 (Android 13 SDK 33; Tecnica Spark 9)';

interface Origin {
  readonly source: string;
  readonly type: string;
  readonly timestamp: unknown;
}

function point({ source, type, timestamp }: Origin, members: object): object {
  const metadata = { 'generator-id': type, generator: `${type}: ${agent}`, source, timestamp };
  return { ...members, 'passive-data-metadata': metadata };
}

/**
 * What goes wrong in the field, so that there is something to look at: a clock in milliseconds, a position without
 * latitude, a nameless source, an upload cut in half, and some that are refused: no JSON at all, cut off, sealed with
 * nobody knows what. And a photo that goes right.
 */
export async function sendFaults(transport: Transport, bundlePath: string, now: Date): Promise<void> {
  const seconds = Math.floor(now.getTime() / 1000);
  const battery = { level: 61, scale: 100, status: 'discharging', plugged: 'unknown', present: true };
  const location = { source: 'P-0013', type: 'pdk-location' };
  const faulty = [
    ...[0, 1, 2].map((n) =>
      point({ source: 'P-0007', type: 'pdk-device-battery', timestamp: (seconds - 600 * n) * 1000 }, battery),
    ),
    point({ ...location, timestamp: seconds - 300 }, { latitude: null, longitude: 12.37, accuracy: 900 }),
    point({ ...location, timestamp: seconds - 240 }, { latitude: 951.3, longitude: 12.37, accuracy: 900 }),
    point({ source: '', type: 'pdk-screen-state', timestamp: seconds - 200 }, { state: 'on' }),
    point({ source: 'P-0019', type: 'pdk-app-event', timestamp: 'yesterday evening' }, { event_name: 'opened' }),
    { event_name: 'opened', observed: now.getTime() },
  ];
  const send = (fields: Record<string, string>) =>
    transport({
      method: 'POST',
      path: bundlePath,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Meadow 4.1' },
      body: Buffer.from(new URLSearchParams(fields).toString()),
    });
  await send({ payload: JSON.stringify(faulty) });
  const whole = JSON.stringify([
    point({ source: 'P-0021', type: 'pdk-screen-state', timestamp: seconds }, { state: 'on' }),
  ]);
  const cutOff = gzipSync(whole).subarray(0, 90);
  await send({ payload: cutOff.toString('base64'), compression: 'gzip' });
  await send({ payload: '<html>please sign in to the hotel network</html>' });
  await send({ payload: whole.slice(0, -1) });
  await send({ payload: Buffer.from('sealed, but with what?').toString('base64'), encrypted: 'true' });
  await sendPhoto(transport, bundlePath, seconds - 120);
}

async function sendPhoto(transport: Transport, bundlePath: string, timestamp: number): Promise<void> {
  const identifier = '5b1c7d1e-0000-4000-8000-00000000000a';
  const photo = {
    note: 'well, north side',
    'photo@': identifier,
    'attachment-guid': identifier,
    'attachment-type': 'image/png',
  };
  const payload = JSON.stringify([point({ source: 'P-0001', type: 'field-photo', timestamp }, photo)]);
  const file = { identifier, fileName: 'well.png', contentType: 'image/png', bytes: paintPicture() };
  await transport({
    method: 'POST',
    path: bundlePath,
    headers: { 'content-type': 'multipart/form-data; boundary=meadow', 'user-agent': 'Meadow 4.1' },
    body: encodeMultipart(
      'meadow',
      [
        ['payload', payload],
        ['compression', 'none'],
      ],
      [file],
    ),
  });
}
