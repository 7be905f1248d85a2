import { getRuntime } from '#lib/platform/runtime.ts';
import { createIasoApp } from '#lib/protocols/iaso/app.ts';

/** One app per process. Development reloads modules, so it is kept globally. */
const holder = globalThis as { cairnIasoApp?: Promise<ReturnType<typeof createIasoApp>> };

/** Serves what clients of Iaso call where no front door stands before the pages (`next dev`). */
export async function handleIaso(request: Request): Promise<Response> {
  const app = await (holder.cairnIasoApp ??= getRuntime().then(createIasoApp));
  return app.fetch(request);
}
