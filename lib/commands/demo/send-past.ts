import { startFrontDoor } from '#lib/gateway/front-door.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { DemoDevice } from './demo-fleet.ts';
import { recordAndSend } from './demo-fleet.ts';

const tickMs = 10 * 60_000;
const ticksPerUpload = 6;

/** A front door whose clock can be set: what comes through it was received when the clock says. */
export interface PastDoor {
  readonly url: string;
  setClock(at: Date): void;
  close(): Promise<void>;
}

/** Opens the real front door on loopback over a runtime with another clock. */
export async function openPastDoor(runtime: Runtime): Promise<PastDoor> {
  let clock = new Date();
  const past: Runtime = {
    ...runtime,
    context: (options) => ({ ...runtime.context(options), now: () => clock }),
  };
  const door = await startFrontDoor({ runtime: past, port: 0, host: '127.0.0.1' });
  return {
    url: door.url,
    setClock: (at) => {
      clock = at;
    },
    close: () => door.close(),
  };
}

export interface PastOptions {
  readonly door: PastDoor;
  readonly devices: readonly DemoDevice[];
  readonly from: Date;
  readonly to: Date;
  readonly signal: AbortSignal;
}

/** Lives the past again: every device uploads once an hour of the door's clock, each at its own minute. */
export async function sendPast({ door, devices, from, to, signal }: PastOptions): Promise<number> {
  let pointCount = 0;
  const start = from.getTime();
  for (let tick = 1; start + tick * tickMs <= to.getTime() && !signal.aborted; tick += 1) {
    const at = new Date(start + tick * tickMs);
    door.setClock(at);
    const due = devices.filter((_, index) => index % ticksPerUpload === tick % ticksPerUpload);
    const counts = await Promise.all(due.map((device) => recordAndSend(device, at)));
    pointCount += counts.reduce((sum, count) => sum + count, 0);
  }
  return pointCount;
}
