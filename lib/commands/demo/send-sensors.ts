import type { Transport } from '#e2e/devices/transport.ts';
import { demoSites, measureRoom, sensorStepS } from './demo-sensors.ts';

export interface SensorsSending {
  readonly transport: Transport;
  readonly token: string;
  readonly at: Date;
}

/** Sends what the nodes of the demo measure now, each when its turn has come, as SenML (RFC 8428) like any sensor. */
export async function sendSensors({ transport, token, at }: SensorsSending, sinceAt: Date): Promise<void> {
  const pack = demoSites.flatMap(({ rooms, timeZone }) =>
    rooms.flatMap((room, index) => {
      const turn = turnBetween(sinceAt, at, index * turnApartS);
      if (turn === null || room.silentForHours !== undefined) return [];
      const values = Object.entries(measureRoom(room, timeZone, turn));
      return values.map(([key, value], first) => ({
        ...(first === 0 && { bn: `urn:dev:mac:${room.eui64.toLowerCase()}:`, bt: turn.getTime() / 1000 }),
        ...{ n: key, v: value },
      }));
    }),
  );
  if (pack.length === 0) return;
  const headers = { 'content-type': 'application/senml+json', authorization: `Bearer ${token}` };
  const body = Buffer.from(JSON.stringify(pack));
  const { status, body: answer } = await transport({ method: 'POST', path: '/ingest/v1/senml', headers, body });
  if (status !== 201) throw new Error(`the sensors of the demo were refused with ${String(status)}: ${answer}`);
}

/** Nodes of one site measure so many seconds after each other. */
const turnApartS = 70;

/** The instant of a step, shifted by so many seconds, that lies between two others (the first excluded); null: none does. */
function turnBetween(fromAt: Date, toAt: Date, shiftS: number): Date | null {
  const stepMs = sensorStepS * 1000;
  const last = Math.floor((toAt.getTime() - shiftS * 1000) / stepMs) * stepMs + shiftS * 1000;
  return last > fromAt.getTime() ? new Date(last) : null;
}
