import { z } from 'zod';
import { ensureFirstAdministrator } from '#lib/accounts/index.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { defineCommand } from './command.ts';
import { introduceAdministrator } from './introduce-administrator.ts';

export const migrateCommand = defineCommand({
  name: 'migrate',
  usage: '',
  summary:
    'Brings the database to this version; an empty one gets its first administrator. `npm run up` does so by itself.',
  inputSchema: z.strictObject({}),
  async run(runtime) {
    const applied = await migrate(runtime.db);
    // Without one nobody could sign in where the processes are started one by one, as in containers.
    const administrator = await ensureFirstAdministrator(runtime);
    const text = applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`;
    return {
      data: { applied, administrator },
      text: administrator ? `${text}\n${introduceAdministrator(administrator)}` : text,
    };
  },
});
