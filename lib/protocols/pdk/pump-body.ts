import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Exchange } from './exchange.ts';

/** The client went away before its body was complete. */
export class CutOff extends Error {}

/** The body is not encoded as its Content-Encoding says. */
export class EncodingError extends Error {}

/** Takes a body in, chunk by chunk. */
export interface BodyTarget {
  push(chunk: Buffer): void;
  /** A promise while no more can be taken. */
  whenReady(): Promise<void> | undefined;
}

export interface PumpOptions {
  readonly maxBytes: number;
  /** Undo Content-Encoding gzip; the limit then holds for what comes out as well. */
  readonly gunzip: boolean;
}

/**
 * Moves a request's body into its target at the pace of the target, and never more than `maxBytes` of it.
 * Throws `body_too_large` (before reading when the length is announced), {@link CutOff}, {@link EncodingError}, and
 * whatever the target throws.
 */
export async function pumpBody(exchange: Exchange, target: BodyTarget, options: PumpOptions): Promise<void> {
  requireFits(exchange.declaredBytes ?? 0, options.maxBytes);
  const { stream } = exchange;
  const source = options.gunzip ? gunzipped(stream, options.maxBytes) : stream;
  await moveInto(source, target, options.maxBytes);
}

function requireFits(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  const megabytes = Math.floor(maxBytes / 1024 / 1024);
  throw new Problem('body_too_large', { detail: `The upload is larger than the ${megabytes} MB this server accepts.` });
}

function gunzipped(stream: Readable, maxBytes: number): Readable {
  const limit = { bytes: 0 };
  stream.on('data', (chunk: Buffer) => {
    limit.bytes += chunk.length;
    if (limit.bytes > maxBytes) gunzip.destroy(new Problem('body_too_large'));
  });
  const gunzip = createGunzip();
  // Whoever reads the result gets the error.
  return pipeline(stream, gunzip, (error) => {
    if (error) gunzip.destroy(error);
  });
}

function moveInto(source: Readable, target: BodyTarget, maxBytes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let total = 0;
    const finish = (error?: Error) => {
      source.off('data', onData).off('end', onEnd).off('close', onClose);
      if (error === undefined) resolve();
      else reject(toBodyError(error));
    };
    const onData = (chunk: Buffer) => {
      try {
        total += chunk.length;
        requireFits(total, maxBytes);
        target.push(chunk);
      } catch (error) {
        source.pause();
        finish(error instanceof Error ? error : new Error('the body could not be taken in', { cause: error }));
        return;
      }
      const ready = target.whenReady();
      if (!ready) return;
      source.pause();
      void ready.then(() => source.resume());
    };
    const onEnd = () => finish();
    const onClose = () => finish(new CutOff('the connection ended inside the body'));
    source.on('data', onData).once('end', onEnd).once('close', onClose).on('error', finish);
  });
}

function toBodyError(error: NodeJS.ErrnoException): Error {
  const code = error.code ?? '';
  if (code.startsWith('Z_')) return new EncodingError('The body is not gzip, though its Content-Encoding says so.');
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return new CutOff('the connection was cut');
  return error;
}
