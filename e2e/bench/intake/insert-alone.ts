import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { intakeStudy } from '#lib/accounts/index.ts';
import { BundleQueue, receiveBundle, type Upload } from '#lib/passive/index.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { createRequestSource } from './bundle-requests.ts';
import type { TargetOrder } from './target-order.ts';

/**
 * The same use-case and the same insert without HTTP: bundles of the same size, made once, a few bytes of each changed
 * per insert.
 */
export async function insertAlone(runtime: Runtime, order: Extract<TargetOrder, { kind: 'insert' }>) {
  const study = await intakeStudy(runtime, order.studyKey);
  if (!study) throw new Error('no such study');
  const { organizationId, studyId } = study;
  const ctx = runtime.context({
    organizationId,
    actor: { kind: 'device', studyId, label: 'bench' },
    requestId: 'bench',
  });
  const queue = new BundleQueue(runtime);
  const nextBody = createBodySource(order.form);
  const flags = { nonce: null, claimedSource: 'P-0042', files: [], isEncrypted: false, mayRefuse: false } as const;
  const sender = { remoteAddress: '127.0.0.1', userAgent: null };
  const isGzip = order.form === 'gzip-form';
  const startedAt = performance.now();
  const from = startedAt + order.warmUpMs;
  const until = from + order.measuredMs;
  let count = 0;
  const lane = async () => {
    while (performance.now() < until) {
      const upload: Upload = {
        ...flags,
        sender,
        studyId,
        door: isGzip ? 'form' : 'create',
        form: isGzip ? 'bytes' : 'text',
        compression: isGzip ? 'gzip' : 'none',
        body: { kind: 'memory', bytes: nextBody() },
      };
      await receiveBundle(ctx, { upload, queue });
      if (performance.now() >= from) count += 1;
    }
  };
  await Promise.all(Array.from({ length: order.connections }, lane));
  return { perSecond: (count / order.measuredMs) * 1000 };
}

/** The body of a request as it reaches the insert; bytes at the end make each one different. */
function createBodySource(form: 'gzip-form' | 'multipart' | 'create'): () => Buffer {
  const request = createRequestSource('create', '/')();
  const json = request.subarray(request.indexOf('\r\n\r\n') + 4);
  const body = form === 'gzip-form' ? gzipSync(json) : json;
  return () => {
    const copy = Buffer.from(body);
    randomBytes(12).copy(copy, copy.length - 12);
    return copy;
  };
}
