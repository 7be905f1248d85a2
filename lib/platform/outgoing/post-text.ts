import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { guardedLookup, refuseInternalHost } from './address-guard.ts';

/** What an answer may take, in milliseconds, and how much of it is read, in bytes. */
const usualTimeoutMs = 10_000;
const maxAnswerBytes = 64 * 1024;

export interface OutgoingQuestion {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How long the whole may take, ms; ten seconds unless said. */
  readonly timeoutMs?: number;
}

export interface OutgoingPost extends OutgoingQuestion {
  readonly body: string | OutgoingStream;
}

interface OutgoingOptions {
  readonly allowedHosts: readonly string[];
}

/** A body that is read while it is sent. */
export interface OutgoingStream {
  readonly sizeBytes: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** The beginning of the body. */
  readonly text: string;
}

/**
 * Sends a text to an address that a person gave. Addresses inside the network are refused when connecting, unless the
 * operator allows the host; redirects are not followed. Throws what goes wrong before there is a status.
 */
export function postText(post: OutgoingPost, options: OutgoingOptions): Promise<OutgoingAnswer> {
  return send('POST', post, options);
}

/** Reads a text at an address that a person gave. Guarded and limited as {@link postText}. */
export function getText(question: OutgoingQuestion, options: OutgoingOptions): Promise<OutgoingAnswer> {
  return send('GET', { ...question, body: '' }, options);
}

/** Asks that what is at an address that a person gave be deleted. Guarded and limited as {@link postText}. */
export function deleteText(question: OutgoingQuestion, options: OutgoingOptions): Promise<OutgoingAnswer> {
  return send('DELETE', { ...question, body: '' }, options);
}

function send(
  method: 'GET' | 'POST' | 'DELETE',
  post: OutgoingPost,
  options: OutgoingOptions,
): Promise<OutgoingAnswer> {
  return new Promise((done, fail) => {
    const url = new URL(post.url);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError('not an http(s) address');
    refuseInternalHost(url, options.allowedHosts);
    const open = url.protocol === 'https:' ? requestSecure : requestPlain;
    const { body } = post;
    const sizeBytes = typeof body === 'string' ? Buffer.byteLength(body) : body.sizeBytes;
    const length = method !== 'POST' ? {} : { 'content-length': String(sizeBytes) };
    const request = open(url, {
      method,
      headers: { ...post.headers, ...length },
      lookup: guardedLookup(options.allowedHosts),
      signal: AbortSignal.timeout(post.timeoutMs ?? usualTimeoutMs),
      agent: false,
    });
    request.on('error', fail);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      let readBytes = 0;
      const finish = () => {
        done({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') });
      };
      response.on('data', (part: Buffer) => {
        readBytes += part.length;
        if (readBytes <= maxAnswerBytes) parts.push(part);
        else {
          finish();
          response.destroy();
        }
      });
      response.on('end', finish);
      response.on('error', fail);
    });
    if (typeof body === 'string') request.end(body);
    else pipeline(body.open(), request).catch(fail);
  });
}
