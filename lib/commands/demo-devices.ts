import { findOrganizationNamed } from '#lib/accounts/index.ts';
import { endWithParent, tellParent } from '#lib/platform/process/end-with-parent.ts';
import { openRuntime } from '#lib/platform/runtime.ts';
import { demoOrganizationName } from './demo/demo-world.ts';
import { runDevices } from './demo/run-devices.ts';
import { demoContext } from './demo/seed-demo.ts';

// The simulated devices of the demo, as a process of their own that sends over the network like any device.

const runtime = await openRuntime({ process: 'command' });
const { id } = await findOrganizationNamed(runtime, demoOrganizationName);
const stopping = new AbortController();
const running = runDevices(runtime, { ctx: demoContext(runtime, id), signal: stopping.signal });
endWithParent(async () => {
  stopping.abort();
  await running;
  await runtime.close();
});
tellParent({ state: 'ready' });
