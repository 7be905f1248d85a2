import { connect } from 'node:net';
import { createRequestSource, type BundleForm, type RequestSource } from './bundle-requests.ts';

/** What the bench asks of this process. */
export interface LoadOrder {
  readonly port: number;
  readonly path: string;
  readonly form: BundleForm;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

/** What came of it. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not 201. */
  readonly failures: number;
  /** Bundles accepted in each second of the time that is measured. */
  readonly answersBySecond: readonly number[];
}

/** A process of its own, so that making load and taking it share no event loop. Plain sockets: the cheapest client. */
process.once('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result, () => process.disconnect()));
});

async function run(order: LoadOrder): Promise<LoadResult> {
  const next = createRequestSource(order.form, order.path);
  const startedAt = performance.now();
  const times = { from: startedAt + order.warmUpMs, until: startedAt + order.warmUpMs + order.measuredMs };
  const answersBySecond = Array.from({ length: Math.ceil(order.measuredMs / 1000) }, () => 0);
  const tally: Tally = { latenciesMs: [], failures: 0, answersBySecond };
  await Promise.all(Array.from({ length: order.connections }, () => keepSending({ order, next, times, tally })));
  const sorted = Float64Array.from(tally.latenciesMs).sort();
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    perSecond: (sorted.length / order.measuredMs) * 1000,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    failures: tally.failures,
    answersBySecond,
  };
}

interface Tally {
  readonly latenciesMs: number[];
  readonly answersBySecond: number[];
  failures: number;
}

interface Sending {
  readonly order: LoadOrder;
  readonly next: RequestSource;
  readonly times: { readonly from: number; readonly until: number };
  readonly tally: Tally;
}

/** One connection: a request, its answer, the next request. */
function keepSending({ order, next, times, tally }: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
    let sentAt = 0;
    let answer = '';
    const send = () => {
      sentAt = performance.now();
      // A request is written over for its next use: the socket gets a copy.
      socket.write(Buffer.from(next()));
    };
    socket.on('connect', send).on('error', reject).on('close', resolve);
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (!isComplete(answer)) return;
      const now = performance.now();
      if (!answer.startsWith('HTTP/1.1 201')) tally.failures += 1;
      else if (now >= times.from && now < times.until) count(tally, { sentAt, now, times });
      answer = '';
      if (now < times.until) send();
      else socket.end();
    });
  });
}

function count(tally: Tally, { sentAt, now, times }: { sentAt: number; now: number; times: Sending['times'] }): void {
  const second = Math.floor((now - times.from) / 1000);
  tally.answersBySecond[second] = (tally.answersBySecond[second] ?? 0) + 1;
  if (sentAt >= times.from) tally.latenciesMs.push(now - sentAt);
}

function isComplete(answer: string): boolean {
  const headEnd = answer.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const length = /content-length: (\d+)/i.exec(answer)?.[1] ?? '0';
  return answer.length >= headEnd + 4 + Number(length);
}
