import { getRuntime } from '#lib/platform/runtime.ts';
import { createManagairApp } from '#lib/protocols/managair/app.ts';

/** One app per process. Development reloads modules, so it is kept globally. */
const holder = globalThis as { cairnManagairApp?: Promise<ReturnType<typeof createManagairApp>> };

/** Serves the sensor clients' JSON:API where no front door stands before the pages (`next dev`). */
export async function handleManagair(request: Request): Promise<Response> {
  const app = await (holder.cairnManagairApp ??= getRuntime().then(createManagairApp));
  return app.fetch(request);
}
