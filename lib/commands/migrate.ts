import { z } from 'zod';
import { migrate } from '#lib/platform/db/migrate.ts';
import { defineCommand } from './command.ts';

export const migrateCommand = defineCommand({
  name: 'migrate',
  usage: '',
  summary: 'Brings the database to this version. `npm run up` does so by itself.',
  inputSchema: z.strictObject({}),
  async run(runtime) {
    const applied = await migrate(runtime.db);
    const text = applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`;
    return { data: { applied }, text };
  },
});
