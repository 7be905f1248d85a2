import { crc32, gzipSync } from 'node:zlib';
import { makeReadingPoint, randomOf } from '../device-readings.ts';

/** The ways a bundle is sent in the bench. */
export const bundleForms = ['gzip-form', 'multipart', 'create'] as const;
export type BundleForm = (typeof bundleForms)[number];

/** Points of one bundle, and about how many bytes of JSON they make. */
const pointsPerBundle = 100;
const bundleJsonBytes = 48_000;
/** Different bundles that requests are made from; each request carries a stamp of its own besides. */
const templateCount = 48;
const stampDigits = 12;

/** Gives one whole HTTP request after the other, no two of them with the same content. */
export type RequestSource = () => Buffer;

/**
 * Requests of 100-point bundles of six types, 48 kB of JSON each. They are built once; per request only the stamp is
 * written, so that the load generator leaves the machine to what is measured.
 * @param path as "/data/add-bundle.json"
 */
export function createRequestSource(form: BundleForm, path: string): RequestSource {
  const templates = Array.from({ length: templateCount }, (_template, index) => makeTemplate(form, path, index));
  // Generators that run one after the other must not repeat each other.
  let count = Math.floor(Math.random() * 1e11);
  return () => {
    count += 1;
    const { request, writeStamp } = templates[count % templateCount] as Template;
    writeStamp(count);
    return request;
  };
}

interface Template {
  /** Filled anew for each use: send it before asking for the next of this template. */
  readonly request: Buffer;
  readonly writeStamp: (count: number) => void;
}

function makeTemplate(form: BundleForm, path: string, index: number): Template {
  const json = bundleJson(index);
  if (form === 'gzip-form') return gzipFormTemplate(json, path);
  const boundary = 'cairn-bench-4f6b';
  const body =
    form === 'create'
      ? json
      : `--${boundary}\r\nContent-Disposition: form-data; name="payload"\r\nContent-Length: ${json.length}\r\n\r\n${json}\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="compression"\r\nContent-Length: 4\r\n\r\nnone\r\n--${boundary}--\r\n`;
  const type = form === 'create' ? 'application/json' : `multipart/form-data; boundary=${boundary}`;
  const request = makeRequest({ method: form === 'create' ? 'CREATE' : 'POST', path, type, body });
  const offset = request.indexOf('"sequence":') + '"sequence":'.length;
  return { request, writeStamp: (count) => request.write(digits(count), offset, 'latin1') };
}

/** The stamp is a gzip member of its own behind the bundle: white space that spells the number in bits. */
function gzipFormTemplate(json: string, path: string): Template {
  let compressed = gzipSync(json);
  // A whole number of Base64 quads, so that what follows is encoded by itself.
  for (let blanks = 1; compressed.length % 3 !== 0; blanks += 1) compressed = gzipSync(json + ' '.repeat(blanks));
  const stamp = 'X'.repeat(encodeStamp(0).length);
  const body = `compression=gzip&payload=${encodeURIComponent(compressed.toString('base64'))}${stamp}`;
  const request = makeRequest({ method: 'POST', path, type: 'application/x-www-form-urlencoded', body });
  const offset = request.length - stamp.length;
  return { request, writeStamp: (count) => request.write(encodeStamp(count), offset, 'latin1') };
}

function encodeStamp(count: number): string {
  const text = Buffer.from(count.toString(2).padStart(42, '0').replaceAll('0', ' ').replaceAll('1', '\t'));
  const member = Buffer.alloc(10 + 5 + text.length + 8);
  // RFC 1952 header, then one stored block (RFC 1951, section 3.2.4).
  member.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1]);
  member.writeUInt16LE(text.length, 11);
  member.writeUInt16LE(~text.length & 0xffff, 13);
  text.copy(member, 15);
  member.writeUInt32LE(crc32(text), 15 + text.length);
  member.writeUInt32LE(text.length, 19 + text.length);
  // Every character escaped: the length of the request stays the same.
  return Buffer.from(member.toString('base64')).toString('hex').replace(/../g, '%$&');
}

interface RequestParts {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

function makeRequest({ method, path, type, body }: RequestParts): Buffer {
  const head =
    `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${type}\r\nX-PDK-IDENTIFIER: P-0042\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}

function digits(count: number): string {
  return String(count).padStart(stampDigits, '1');
}

/** A bundle of the six commonest types; numbers wander as those of a device do. */
function bundleJson(index: number): string {
  const random = randomOf(index);
  const points = Array.from({ length: pointsPerBundle }, (_point, position) => {
    const timestamp = 1_760_000_000 + index * 86_400 + position * 300 + Math.round(random() * 1000) / 1000;
    return makeReadingPoint({ source: index, timestamp, kind: position, random });
  });
  const first = { sequence: Number('1'.repeat(stampDigits)), ...points[0] };
  const text = JSON.stringify([first, ...points.slice(1)]);
  return text.padEnd(bundleJsonBytes, ' ');
}
