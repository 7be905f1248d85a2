import type { TaskContext } from '#lib/platform/tasks/index.ts';
import type { Archive } from './archive.ts';

/**
 * Streams an archive into the task's result while `fill` writes it. A stop, a failing store and a failing `fill` all end
 * both sides; what is thrown is what went wrong first. The archive is whole when it resolves.
 */
export async function saveArchive<Result>(
  ctx: TaskContext,
  { name, archive }: { readonly name: string; readonly archive: Archive },
  fill: () => Promise<Result>,
): Promise<Result> {
  const saved = ctx.saveResult(name, archive.zip.output);
  // eslint-disable-next-line cairn/no-silent-catch -- waited for below; without this an early failure counts as nobody's
  saved.catch(() => undefined);
  const onAbort = () => {
    archive.zip.destroy(ctx.signal.reason as Error);
  };
  ctx.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const result = await fill();
    await archive.zip.finish();
    await saved;
    return result;
  } catch (error) {
    archive.zip.destroy(error as Error);
    // eslint-disable-next-line cairn/no-silent-catch -- it ends with the error that is thrown next
    await saved.catch(() => undefined);
    throw error;
  } finally {
    ctx.signal.removeEventListener('abort', onAbort);
  }
}
