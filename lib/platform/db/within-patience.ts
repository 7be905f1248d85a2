import { Problem } from '../problems/problem.ts';

/**
 * Waits so long for work that asks the database, and no longer: a database that has frozen, or a host that is gone, says
 * nothing at all, and whoever asked would wait with it. The work goes on, and whoever began it sees to its end.
 * Throws `database_unavailable`, and what the work throws.
 */
export async function withinPatience<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Problem('database_unavailable'));
    }, patienceMs);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
