import { z } from 'zod';
import { measureBacklog, processUntilEmpty } from '#lib/passive/index.ts';
import { defineCommand } from './command.ts';

const process = defineCommand({
  name: 'passive process',
  usage: '[--until-empty]',
  summary: 'Processes waiting bundles in this terminal; with --until-empty, until none waits (the default).',
  options: { 'until-empty': { type: 'boolean' } },
  inputSchema: z.strictObject({ 'until-empty': z.boolean().default(true) }),
  async run(runtime) {
    const bundles = await processUntilEmpty(runtime);
    const { bundlesWaiting, quarantineOpen } = await measureBacklog(runtime);
    const text = `Processed ${String(bundles)} bundles; ${String(bundlesWaiting)} wait, ${String(quarantineOpen)} points are in quarantine.`;
    return { data: { bundles, bundlesWaiting, quarantineOpen }, text };
  },
});

export const passiveCommands = [process];
