import type { Runtime } from '#lib/platform/runtime.ts';
import { dayMs } from '#lib/platform/time/zone.ts';
import { deleteOldMqttMessages } from '../../data/mqtt/messages.sql.ts';

/** What was taken is kept for so long as it came, and what was refused, days. */
const takenDays = 30;
const refusedDays = 90;

/** Lets go of messages of brokers that are old, of every organization. Run by the clock. */
export async function sweepMqttMessages(
  { db }: Pick<Runtime, 'db'>,
  now: () => Date = () => new Date(),
): Promise<number> {
  const daysAgo = (days: number) => new Date(now().getTime() - days * dayMs);
  return deleteOldMqttMessages(db, { taken: daysAgo(takenDays), refused: daysAgo(refusedDays) });
}
