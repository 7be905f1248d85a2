import { runPlatform } from './supervise/run-platform.ts';

await runPlatform();
