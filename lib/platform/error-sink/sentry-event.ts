import { randomUUID } from 'node:crypto';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line of the log that tells of a failure, with the members of the line and of its parents. */
export interface FailureLine {
  readonly level: 'error' | 'fatal';
  /** Our own words. */
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What an event says of the process it comes from. */
export interface EventOrigin {
  /** web | jobs | ingest | command */
  readonly process: string;
  /** Tag of the container image; null: not known. */
  readonly release: string | null;
}

/** Members of a line that say where in the house it happened; their values are words and ids of ours, never a person's. */
const tagNames = ['requestId', 'taskId', 'kind', 'hook', 'plugin', 'part', 'method', 'route', 'routeType', 'digest'];
const mostCauses = 5;
const mostFrames = 50;

interface Frame {
  readonly function?: string;
  readonly filename: string;
  readonly lineno: number;
  readonly colno: number;
  readonly in_app: boolean;
}

/**
 * The event of a failure. It has no message of an error, no address, body, header, host or user: what an error says may hold what
 * people sent. Kind and code of the error, where it happened, our own words and the request id are told; with the id the
 * rest is found in our own log. Developer documentation of Sentry, "Event Payloads".
 */
export function toSentryEvent(line: FailureLine, origin: EventOrigin, now: Date): object {
  const { level, message, fields } = line;
  const chain = errorsOf(fields['err']);
  // A line with a part repeats what a library said, not our own words.
  const words = typeof fields['part'] === 'string' ? `trouble in the ${fields['part']}` : message;
  const tags = tagNames.flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 200)]] : [];
  });
  return {
    event_id: randomUUID().replaceAll('-', ''),
    timestamp: now.toISOString(),
    platform: 'node',
    level,
    logger: 'cairn',
    ...(origin.release !== null && { release: origin.release }),
    message: { formatted: words },
    tags: { process: origin.process, ...(Object.fromEntries(tags) as Record<string, string>) },
    ...(chain.length > 0 && { exception: { values: chain.map(toException).reverse() } }),
  };
}

/** An error and what caused it, the outermost first. */
function errorsOf(error: unknown): Error[] {
  const chain: Error[] = [];
  let next = error;
  while (next instanceof Error && chain.length < mostCauses) {
    chain.push(next);
    next = next.cause;
  }
  return chain;
}

function toException(error: Error): object {
  const code: unknown = 'code' in error ? error.code : undefined;
  const frames = callsOf(error)
    .split('\n')
    .flatMap((line) => toFrame(line) ?? []);
  return {
    type: error.name,
    // Codes are words of ours, of Node or of PostgreSQL.
    value: typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : '',
    // Sentry reads them from the outermost call to the innermost.
    ...(frames.length > 0 && { stacktrace: { frames: frames.slice(0, mostFrames).reverse() } }),
  };
}

/** The stack without the message before it: that may look like a call, too. */
function callsOf({ stack = '', message }: Error): string {
  const at = message === '' ? -1 : stack.indexOf(message);
  return at < 0 ? stack : stack.slice(at + message.length);
}

/** A line of a stack: "    at name (file:///where.ts:1:2)". Every other line belongs to the message. */
function toFrame(line: string): Frame | null {
  const found = /^ {4}at (?:(.+?) \()?((?:file:|node:|\/)[^()]*):(\d+):(\d+)\)?$/.exec(line);
  if (!found) return null;
  const [, name, place = '', lineno, colno] = found;
  const path = place.startsWith('file:') ? fileURLToPath(place) : place;
  return {
    ...(name !== undefined && { function: name }),
    filename: path.startsWith('/') ? relative(process.cwd(), path) : path,
    lineno: Number(lineno),
    colno: Number(colno),
    in_app: !path.startsWith('node:') && !path.includes('node_modules'),
  };
}
