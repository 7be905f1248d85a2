import { getRuntime } from '#lib/platform/runtime.ts';
import { createIngestApp } from '#lib/protocols/ingest/app.ts';

/** One app per process. Development reloads modules, so it is kept globally. */
const holder = globalThis as { cairnIngestApp?: Promise<ReturnType<typeof createIngestApp>> };

/** Serves the doors of sensors where no front door stands before the pages (`next dev`). */
export async function handleIngest(request: Request): Promise<Response> {
  const app = await (holder.cairnIngestApp ??= getRuntime().then(createIngestApp));
  return app.fetch(request);
}
