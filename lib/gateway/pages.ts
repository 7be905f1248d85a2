import { join } from 'node:path';
import next from 'next';
import type { RequestHandler } from './mounts.ts';

/** The project's folder: Next finds its build there. */
const projectDir = join(import.meta.dirname, '..', '..');

export interface Pages {
  readonly handle: RequestHandler;
  close(): Promise<void>;
}

/** Starts Next in this process, on its production build. */
export async function openPages({ host, port }: { readonly host: string; readonly port: number }): Promise<Pages> {
  const app = next({ dev: false, dir: projectDir, hostname: host, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  return { handle: (request, response) => handle(request, response), close: () => app.close() };
}
