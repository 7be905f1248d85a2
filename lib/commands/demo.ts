import { formatSignIns } from './demo/format-sign-ins.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { runPlatform } from './supervise/run-platform.ts';

let signIns = '';

await runPlatform({
  prepare: async (runtime) => {
    await seedDemo(runtime);
    signIns = formatSignIns(runtime.config);
  },
  whenReady: async (platform) => {
    platform.keep('devices', 'lib/commands/demo-devices.ts');
    process.stdout.write(signIns);
  },
});
