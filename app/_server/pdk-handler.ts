import { createPdkApp, type PdkApp } from '#lib/protocols/pdk/app.ts';
import { getRuntime } from '#lib/platform/runtime.ts';

/** One app per process: it holds the queue of shared commits. Development reloads modules, so it is kept globally. */
const holder = globalThis as { cairnPdkApp?: Promise<PdkApp> };

/** Serves the doors of Passive Data Kit where no front door stands before the pages (`next dev`). */
export async function handlePdk(request: Request): Promise<Response> {
  const app = await (holder.cairnPdkApp ??= getRuntime().then(createPdkApp));
  return app.fetch(request);
}
