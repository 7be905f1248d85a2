import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { CreateRewriter, recoverRequest, rewriteRequestLine, sightMethod } from './create-request-line.ts';
import { RestOfConnection } from './rest-of-connection.ts';

/** Header in which a rewritten request says that it came as CREATE. */
const createHeader = 'x-cairn-create';
/** Known to this process alone: a client that sends the header by itself is not believed. */
const createProof = randomBytes(24).toString('base64url');
/** Longest request line we wait for, in bytes; the parser's own limit for headers is the same. */
const maxRequestLineBytes = 16 * 1024;

const badRequest = bareAnswer('400 Bad Request', 'This is not an HTTP request that can be read.');
const tooLargeHeaders = bareAnswer('431 Request Header Fields Too Large', 'The headers of the request are too large.');

/** JSON here, too: a page of HTML, or nothing, wedges browser extensions (PDK section 1.9). */
function bareAnswer(status: string, message: string): string {
  const body = JSON.stringify({ message, added: false, code: 'request_broken' });
  const headers = ['Connection: close', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
  return [`HTTP/1.1 ${status}`, ...headers, '', body].join('\r\n');
}

interface ParserError extends Error {
  readonly code?: string;
  readonly bytesParsed?: number;
  readonly rawPacket?: Buffer;
}

/**
 * Makes an HTTP server understand the method CREATE, which its parser refuses.
 *
 * The parser stops at the R, wherever the bytes were split. From there on the connection is handed to the same server
 * once more as another stream, with the request line rewritten to POST. Connections that never say CREATE pay nothing;
 * requests before it on the same connection are answered first. Call {@link restoreMethod} on every request.
 */
export function acceptCreate(server: Server): void {
  const openAnswers = new WeakMap<Duplex, Set<ServerResponse>>();

  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const answers = openAnswers.get(request.socket) ?? new Set();
    openAnswers.set(request.socket, answers.add(response));
    response.once('close', () => answers.delete(response));
  });

  server.on('clientError', (error: ParserError, stream: Duplex) => {
    if (handedOn.has(stream)) return;
    const { code, rawPacket, bytesParsed } = error;
    const isMethod = code === 'HPE_INVALID_METHOD' && rawPacket !== undefined && bytesParsed !== undefined;
    const recovered = isMethod ? recoverRequest(rawPacket, bytesParsed) : null;
    if (!recovered || !(stream instanceof Socket || stream instanceof RestOfConnection)) {
      refuse(stream, error);
      return;
    }
    const { socket, unread } = takeSocket(stream);
    const head = Buffer.concat([recovered, unread]);
    void afterAll(openAnswers.get(stream)).then(() => {
      if (stream instanceof RestOfConnection) stream.release();
      readRequestLine(server, socket, head);
    });
  });
}

/** Streams whose socket now belongs to another stream; late complaints of their parser mean nothing. */
const handedOn = new WeakSet<Duplex>();

/** Gives a rewritten request its method back, and takes the header off everybody else. */
export function restoreMethod(request: IncomingMessage): void {
  const proof = request.headers[createHeader];
  if (proof === undefined) return;
  // A client's own copy is joined behind ours, which comes first.
  const isOurs = typeof proof === 'string' && proof.split(', ')[0] === createProof;
  if (isOurs) request.method = 'CREATE';
  removeHeader(request, createHeader);
}

/** Removes a header in both forms Node keeps it in. */
export function removeHeader(request: IncomingMessage, name: string): void {
  if (request.headers[name] === undefined) return;
  Reflect.deleteProperty(request.headers, name);
  const kept: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const rawName = request.rawHeaders[index] ?? '';
    if (rawName.toLowerCase() !== name) kept.push(rawName, request.rawHeaders[index + 1] ?? '');
  }
  request.rawHeaders = kept;
}

/** Stops the HTTP server from reading the socket of a stream; its open answers can still be written. */
function takeSocket(stream: Socket | RestOfConnection): { socket: Socket; unread: Buffer } {
  handedOn.add(stream);
  for (const event of ['data', 'end', 'timeout']) stream.removeAllListeners(event);
  if (stream instanceof RestOfConnection) return { socket: stream.socket, unread: stream.stopReading() };
  // Node's parser reads the handle behind the stream's back; a data listener makes it let go, and only then may we pause.
  stream.on('data', keepForLater).pause().off('data', keepForLater);
  return { socket: stream, unread: Buffer.alloc(0) };
}

function keepForLater(): void {
  throw new Error('a paused socket gave data');
}

async function afterAll(answers: Set<ServerResponse> | undefined): Promise<void> {
  const open = [...(answers ?? [])].filter((answer) => !answer.closed);
  await Promise.all(open.map((answer) => new Promise((resolve) => answer.once('close', resolve))));
}

/** Waits until the method and the request line are there, then hands the connection on. */
function readRequestLine(server: Server, socket: Socket, head: Buffer): void {
  let bytes = head;
  const finish = (next: () => void) => {
    socket.off('data', onData).off('close', onClose).off('error', onClose).setTimeout(0);
    clearTimeout(timer);
    next();
  };
  const refuseLine = () => finish(() => socket.end(badRequest, () => socket.destroy()));
  const onClose = () => finish(() => socket.destroy());
  const timer = setTimeout(onClose, server.headersTimeout);
  const decide = () => {
    const sight = sightMethod(bytes);
    const isComplete = sight === 'create' && rewriteRequestLine(bytes, '') !== undefined;
    if (isComplete) finish(() => handOn(server, socket, bytes));
    else if (sight === 'other' || bytes.length > maxRequestLineBytes) refuseLine();
  };
  const onData = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    decide();
  };
  if (socket.destroyed) {
    onClose();
    return;
  }
  socket.on('data', onData).on('close', onClose).on('error', onClose);
  decide();
  socket.resume();
}

function handOn(server: Server, socket: Socket, head: Buffer): void {
  const rewriter = new CreateRewriter(`${createHeader}: ${createProof}`);
  server.emit('connection', new RestOfConnection(socket, rewriter, head));
}

/**
 * Ends a connection whose request cannot be read. Nothing is answered where a device could take the answer for a receipt:
 * on connections that said CREATE, and when the time for a request ran out.
 */
function refuse(stream: Duplex, error: ParserError): void {
  const mayAnswer = error.code?.startsWith('HPE_') === true && !(stream instanceof RestOfConnection);
  if (mayAnswer && stream.writable) stream.end(error.code === 'HPE_HEADER_OVERFLOW' ? tooLargeHeaders : badRequest);
  stream.destroy();
}
