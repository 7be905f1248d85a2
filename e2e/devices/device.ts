import type { SimulatedPoint } from './point.ts';
import type { DeviceAnswer, Transport } from './transport.ts';

/** What one round of uploading came to. */
export interface FlushReport {
  readonly requests: number;
  /** Requests that the client's own rule counts as a success. */
  readonly delivered: number;
}

/** A client that records points and uploads them by the rules of its kind (passive-data-kit.md, section 1.9). */
export interface Device {
  readonly identifier: string;
  record(points: readonly SimulatedPoint[]): void;
  /** Points not yet known to be delivered. */
  readonly pendingCount: number;
  /** Tries once to send everything that waits. */
  flush(): Promise<FlushReport>;
  /** Points it made for its uploads themselves; clients that make none do without. */
  readonly beside?: SentBeside;
}

/** Points that were sent once and never kept. */
export interface SentBeside {
  readonly delivered: readonly SimulatedPoint[];
  /** Nobody told the client: they arrived or they did not. */
  readonly doubtful: readonly SimulatedPoint[];
}

export interface DeviceOptions {
  readonly identifier: string;
  readonly transport: Transport;
  /** Path of the bundle door: "/data/add-bundle.json" or that of a study. */
  readonly bundlePath: string;
}

/** The answer, or null when the connection failed. */
export async function attempt(work: Promise<DeviceAnswer>): Promise<DeviceAnswer | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/** A 2xx answer. */
export function isSuccess(answer: DeviceAnswer | null): answer is DeviceAnswer {
  return answer !== null && answer.status >= 200 && answer.status <= 299;
}

/** The answer's JSON, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Cuts a queue into chunks of at most `maxPoints` points and, if given, about `maxBytes` of JSON each. */
export function chunk(points: readonly SimulatedPoint[], maxPoints: number, maxBytes = Infinity): SimulatedPoint[][] {
  const chunks: SimulatedPoint[][] = [];
  let current: SimulatedPoint[] = [];
  let sizeBytes = 0;
  for (const point of points) {
    const pointBytes = Buffer.byteLength(JSON.stringify(point)) + 1;
    if (current.length > 0 && (current.length >= maxPoints || sizeBytes + pointBytes > maxBytes)) {
      chunks.push(current);
      current = [];
      sizeBytes = 0;
    }
    current.push(point);
    sizeBytes += pointBytes;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}
