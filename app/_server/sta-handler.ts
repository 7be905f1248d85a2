import { getRuntime } from '#lib/platform/runtime.ts';
import { createStaApp } from '#lib/protocols/sta/app.ts';

/** One app per process. Development reloads modules, so it is kept globally. */
const holder = globalThis as { cairnStaApp?: Promise<ReturnType<typeof createStaApp>> };

/** Serves the SensorThings API where no front door stands before the pages (`next dev`). */
export async function handleSta(request: Request): Promise<Response> {
  const app = await (holder.cairnStaApp ??= getRuntime().then(createStaApp));
  return app.fetch(request);
}
