/**
 * PostgreSQL's wire protocol 3.0 as far as the socket front needs it.
 * Source: PostgreSQL documentation, "Frontend/Backend Protocol", message formats.
 */

/** Codes of the first, untyped message of a connection. */
export const startupCodes = { cancel: 80877102, ssl: 80877103, gss: 80877104 } as const;

/** Largest message taken from a client, in bytes: far above any bulk insert of ours. */
export const maxMessageBytes = 256 * 1024 * 1024;

/** ReadyForQuery's status byte: idle, in a transaction, in a failed transaction. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** Bytes that arrive in pieces, taken out message by message without copying what waits. */
export class MessageReader {
  private chunks: Buffer[] = [];
  private bufferedBytes = 0;

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.bufferedBytes += chunk.length;
  }

  /** The next untyped message (length first), or undefined while incomplete. */
  takeStartup(): Buffer | undefined {
    if (this.bufferedBytes < 8) return undefined;
    return this.take(this.peekLength(0));
  }

  /** The next typed message (type byte, then length), or undefined while incomplete. */
  takeMessage(): Buffer | undefined {
    if (this.bufferedBytes < 5) return undefined;
    return this.take(1 + this.peekLength(1));
  }

  private peekLength(offset: number): number {
    this.joinFirst(offset + 4);
    const length = this.chunks[0]?.readInt32BE(offset) ?? 0;
    if (length < 4 || length > maxMessageBytes) throw new RangeError(`a protocol message of ${String(length)} bytes`);
    return length;
  }

  private take(length: number): Buffer | undefined {
    if (this.bufferedBytes < length) return undefined;
    this.joinFirst(length);
    const first = this.chunks[0] ?? Buffer.alloc(0);
    const message = first.subarray(0, length);
    if (first.length === length) this.chunks.shift();
    else this.chunks[0] = first.subarray(length);
    this.bufferedBytes -= length;
    return message;
  }

  /** Makes the first chunk at least `length` bytes long. */
  private joinFirst(length: number): void {
    if ((this.chunks[0]?.length ?? 0) >= length) return;
    let joined = 0;
    let count = 0;
    while (joined < length && count < this.chunks.length) joined += this.chunks[count++]?.length ?? 0;
    this.chunks.splice(0, count, Buffer.concat(this.chunks.slice(0, count)));
  }
}

/** What the backend answered, sorted for its readers. */
export interface BackendAnswer {
  /** For the client that asked. */
  readonly reply: Buffer;
  /** NotificationResponse messages, for every client that listens. */
  readonly notifications: readonly Buffer[];
  /** The last ReadyForQuery's status; undefined when there was none (a batch without Sync). */
  readonly status: TransactionStatus | undefined;
  /** Why the backend gave itself up: after a PANIC its memory is not to be trusted, and it must start anew. */
  readonly panic: string | undefined;
}

/** Splits the backend's bytes: notifications apart, the transaction's status, and a PANIC. */
export function readAnswer(bytes: Buffer): BackendAnswer {
  const notifications: Buffer[] = [];
  const kept: Buffer[] = [];
  let status: TransactionStatus | undefined;
  let panic: string | undefined;
  let keptFrom = 0;
  let offset = 0;
  while (offset + 5 <= bytes.length) {
    const end = offset + 1 + bytes.readInt32BE(offset + 1);
    const type = bytes[offset];
    if (type === 0x5a) status = String.fromCharCode(bytes[offset + 5] ?? 0x49) as TransactionStatus;
    if (type === 0x45) panic ??= readPanic(bytes.subarray(offset + 5, end));
    if (type === 0x41) {
      if (offset > keptFrom) kept.push(bytes.subarray(keptFrom, offset));
      notifications.push(bytes.subarray(offset, end));
      keptFrom = end;
    }
    offset = end;
  }
  const reply = notifications.length === 0 ? bytes : Buffer.concat([...kept, bytes.subarray(keptFrom)]);
  return { reply, notifications, status, panic };
}

/** The message of an ErrorResponse of severity PANIC; undefined for any other. Its fields are a letter and a text each. */
function readPanic(body: Buffer): string | undefined {
  const fields = body.toString('utf8').split('\0');
  if (!fields.includes('VPANIC')) return undefined;
  return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'no reason given';
}

/** A typed message. */
export function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(4 + parts.reduce((sum, part) => sum + part.length, 0), 1);
  return Buffer.concat([head, ...parts]);
}

/** Text ended by NUL, as the protocol writes strings. */
export function cstring(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

/** A simple query. */
export function simpleQuery(text: string): Buffer {
  return message('Q', cstring(text));
}

/** An ErrorResponse (severity, SQLSTATE, message). */
export function errorResponse(severity: 'ERROR' | 'FATAL', sqlState: string, text: string): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${sqlState}`, `M${text}`].map(cstring);
  return message('E', ...fields, Buffer.alloc(1));
}

/** ReadyForQuery. */
export function readyForQuery(status: TransactionStatus): Buffer {
  return message('Z', Buffer.from(status));
}

/** What a server says after accepting a connection: no password, its parameters, a cancel key nobody needs. */
export function welcome(serverVersion: string): Buffer {
  const parameters = {
    server_version: serverVersion,
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
  };
  return Buffer.concat([
    message('R', Buffer.alloc(4)),
    ...Object.entries(parameters).map(([name, value]) => message('S', cstring(name), cstring(value))),
    message('K', Buffer.alloc(8)),
    readyForQuery('I'),
  ]);
}
