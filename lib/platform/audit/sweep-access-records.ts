import type { Runtime } from '../runtime.ts';
import { deleteAccessRecords } from './access-records.sql.ts';

const recordsAtATime = 10_000;

/** Lets go of access records older than the installation keeps them; gives the number. Run by the clock. */
export async function sweepAccessRecords({ db, config, log }: Pick<Runtime, 'db' | 'config' | 'log'>): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await deleteAccessRecords(db, { days: config.accessRecordDays, limit: recordsAtATime });
    total += count;
    if (count < recordsAtATime) break;
  }
  if (total > 0) log.info({ records: total }, 'old access records removed');
  return total;
}
