import type { ServerResponse } from 'node:http';
import { lengthHeader } from '#lib/protocols/cairn/respond-file.ts';

/**
 * Next takes Content-Length off the answers of routes, because it may be that of bytes somebody has unpacked. A file is
 * served as it is: its length travels in a header of ours and gets its name back here, so that people see how much of a
 * download is left. An answer that something on the way packs has no length.
 */
export function restoreLength(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  const restored = (...args: unknown[]): ServerResponse => {
    const length = response.getHeader(lengthHeader);
    if (length !== undefined) {
      response.removeHeader(lengthHeader);
      if (!response.hasHeader('content-encoding')) response.setHeader('content-length', String(length));
    }
    return writeHead(...args);
  };
  response.writeHead = restored;
}
