import type { Runtime } from '#lib/platform/runtime.ts';
import { dayMs } from '#lib/platform/time/zone.ts';
import { deleteOldMqttMessages } from '../../data/mqtt/messages.sql.ts';
import { deleteOldNotices } from '../../data/things/notices.sql.ts';

/** What was taken is kept for so long as it came, and what was refused, days. */
const takenDays = 30;
const refusedDays = 90;
/** A broker that was away for longer is told what comes from then on. */
const noticeDays = 1;

/** Lets go of messages of brokers, and of news for them, that are old; of every organization. Run by the clock. */
export async function sweepMqttMessages(
  { db }: Pick<Runtime, 'db'>,
  now: () => Date = () => new Date(),
): Promise<number> {
  const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs);
  await deleteOldNotices(db, daysAgo(noticeDays));
  return deleteOldMqttMessages(db, { taken: daysAgo(takenDays), refused: daysAgo(refusedDays) });
}
