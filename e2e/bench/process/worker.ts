import { processUntilEmpty, startProcessing } from '#lib/passive/index.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import { openRuntime } from '#lib/platform/runtime.ts';

/** One worker process of the bench: says that it is ready, works from "start" to "stop", and says so. */
const runtime = await openRuntime({ process: 'jobs', config: loadConfig(process.env) });
const shutdown = new AbortController();
let working: Promise<unknown> = Promise.resolve();

process.on('message', (message) => {
  if (message === 'start')
    working = startProcessing(runtime, { signal: shutdown.signal, lanes: runtime.config.processingLanes });
  if (message === 'stop') void stop();
});

async function stop(): Promise<void> {
  shutdown.abort();
  await working;
  await runtime.close();
  process.disconnect();
}

// A parent that ends without a word takes its workers with it.
process.on('disconnect', () => process.exit(0));

// Opens connections and compiles what is used, so that the first second is like the others.
await processUntilEmpty(runtime);
process.send?.('ready');
