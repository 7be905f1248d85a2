import {
  BodySpool,
  cleanShortText,
  jsonParsedAtDoorBytes,
  receiveBundle,
  shortTextLength,
  type BundleQueue,
  type Door,
  type Receipt,
  type Upload,
} from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Exchange } from './exchange.ts';
import { bodyKindOf, contentEncodingOf, readRawBody, readUploadForm, UploadForm } from './read-upload-form.ts';

/** Everything about a request but its body. */
export interface Reception {
  readonly ctx: Context;
  readonly exchange: Exchange;
  readonly studyId: StudyId;
  readonly queue: BundleQueue;
  readonly maxBytes: number;
  /** `add-point.json`: the payload is one point. */
  readonly isPoint: boolean;
}

/** Reads an upload off the wire and keeps it: whatever form it has on POST, the bare body on CREATE and PUT. */
export async function receiveUpload(reception: Reception): Promise<Receipt> {
  const { exchange } = reception;
  const isForm = exchange.method === 'POST' && bodyKindOf(exchange) !== 'raw';
  return isForm ? receiveForm(reception) : receiveRaw(reception);
}

async function receiveForm(reception: Reception): Promise<Receipt> {
  const { ctx, exchange, queue, maxBytes } = reception;
  requireKnownEncoding(exchange);
  const form = new UploadForm(ctx);
  let isKept = false;
  try {
    await readUploadForm(exchange, form, maxBytes);
    if (!form.payload) throw payloadMissing();
    const body = await form.payload.end();
    const files = await form.endFiles();
    const upload: Upload = { ...describe(reception), ...readFlags(form.fields), body, files, form: 'text' };
    // From here on the use-case owns what was stored.
    isKept = true;
    return await receiveBundle(ctx, { upload, queue });
  } finally {
    await form.release({ isKept });
  }
}

async function receiveRaw(reception: Reception): Promise<Receipt> {
  const { ctx, exchange, queue, maxBytes } = reception;
  const spool = new BodySpool(ctx, { memoryBytes: jsonParsedAtDoorBytes });
  let isKept = false;
  try {
    await readRawBody(exchange, spool, maxBytes);
    const body = await spool.end();
    if (exchange.method === 'POST' && body.kind === 'memory' && body.bytes.length === 0) throw payloadMissing();
    const upload: Upload = { ...describe(reception), ...rawFlags(exchange), body, files: [] };
    isKept = true;
    return await receiveBundle(ctx, { upload, queue });
  } finally {
    await spool.release({ isKept });
  }
}

function describe({ exchange, studyId, isPoint }: Reception) {
  const claimed = exchange.header('x-pdk-identifier');
  const userAgent = exchange.header('user-agent');
  return {
    studyId,
    door: doorOf(exchange, isPoint),
    claimedSource: claimed === null ? null : cleanShortText(claimed, shortTextLength),
    mayRefuse: !exchange.isCreate,
    sender: {
      remoteAddress: exchange.remoteAddress,
      userAgent: userAgent === null ? null : cleanShortText(userAgent, shortTextLength),
    },
  };
}

/** Which door a request comes through; JSON sent as the bare body of a POST means what it means in a form. */
export function doorOf(exchange: Exchange, isPoint: boolean): Door {
  if (isPoint) return 'point';
  if (exchange.method === 'CREATE') return 'create';
  if (exchange.method === 'PUT') return 'put';
  return bodyKindOf(exchange) === 'multipart' ? 'multipart' : 'form';
}

/** A bare body is kept in the encoding it came in; opening it is work for later. */
function rawFlags(exchange: Exchange): Pick<Upload, 'compression' | 'isEncrypted' | 'nonce' | 'form'> {
  const encoding = contentEncodingOf(exchange) ?? (exchange.method === 'PUT' ? 'gzip' : null);
  const flags = { isEncrypted: false, nonce: null };
  if (encoding === null) return { ...flags, compression: 'none', form: 'text' };
  return { ...flags, compression: cleanShortText(encoding, shortTextLength), form: 'bytes' };
}

function readFlags(fields: ReadonlyMap<string, string>): Pick<Upload, 'compression' | 'isEncrypted' | 'nonce'> {
  const nonce = cleanShortText(fields.get('nonce')?.trim() ?? '', shortTextLength);
  return {
    compression: cleanShortText(fields.get('compression') ?? '', shortTextLength) || 'none',
    isEncrypted: fields.get('encrypted') === 'true',
    nonce: nonce === '' ? null : nonce,
  };
}

function requireKnownEncoding(exchange: Exchange): void {
  const encoding = contentEncodingOf(exchange);
  if (encoding === null || encoding === 'gzip') return;
  throw new Problem('input_invalid', {
    detail: `The Content-Encoding "${cleanShortText(encoding, 40)}" is not one this server reads. Send gzip, or none.`,
  });
}

function payloadMissing(): Problem {
  return new Problem('input_invalid', {
    detail:
      'The field "payload" is missing. Send a form (multipart/form-data or application/x-www-form-urlencoded) with the JSON ' +
      'array of points in "payload", or the array itself with Content-Type: application/json.',
  });
}
