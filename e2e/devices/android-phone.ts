import { attempt, chunk, isSuccess, parseJson, type Device, type DeviceOptions, type FlushReport } from './device.ts';
import { encodeMultipart, type Attachment } from './multipart.ts';
import { encodePayload, type FleetKeys } from './payload.ts';
import type { SimulatedPoint } from './point.ts';
import type { Random } from './random.ts';

export interface AndroidOptions extends DeviceOptions {
  readonly random: Random;
  readonly compression?: 'none' | 'gzip';
  readonly keys?: FleetKeys;
  /** Share of attempts at which the phone runs out of memory over a file; it is then split. Default 0. */
  readonly outOfMemoryShare?: number;
}

const maxPointsPerFile = 256;
const maxBytesPerFile = 256 * 1024;
const maxFilesPerRound = 256;
/** Of the files that one becomes which the phone could not hold. */
const maxPointsAfterSplit = 200;
const maxBytesAfterSplit = 512 * 1024;

interface BundleFile {
  readonly points: readonly SimulatedPoint[];
  readonly attachments: readonly Attachment[];
}

export interface AndroidPhone extends Device {
  /** Photos that go with the points recorded next. */
  attach(files: readonly Attachment[]): void;
}

/**
 * PDK Android (passive-data-kit.md, section 1.9): points fill a file until it has 256 of them or 256 KiB; files go out in
 * random order as multipart forms, at most 256 in a round; one is deleted only when the answer is 2xx and JSON with
 * `added: true`. A lost answer means that the file is sent again; a file too large for the phone's memory comes again in
 * parts, whatever of it had arrived before.
 */
export function createAndroidPhone(options: AndroidOptions): AndroidPhone {
  const { random, outOfMemoryShare = 0 } = options;
  let files: BundleFile[] = [];
  let open: SimulatedPoint[] = [];
  let attachments: readonly Attachment[] = [];
  const close = (points: readonly SimulatedPoint[]) => {
    if (points.length === 0) return;
    files.push({ points, attachments });
    attachments = [];
  };
  const split = (file: BundleFile) => {
    const parts = chunk(file.points, maxPointsAfterSplit, maxBytesAfterSplit);
    const made = parts.map((points, part) => ({ points, attachments: part === 0 ? file.attachments : [] }));
    files = files.flatMap((other) => (other === file ? made : [other]));
  };
  return {
    identifier: options.identifier,
    get pendingCount() {
      return files.reduce((sum, { points }) => sum + points.length, open.length);
    },
    attach(added) {
      attachments = [...attachments, ...added];
    },
    record(points: readonly SimulatedPoint[]) {
      const parts = chunk([...open, ...points], maxPointsPerFile, maxBytesPerFile);
      open = parts.pop() ?? [];
      for (const part of parts) close(part);
    },
    async flush(): Promise<FlushReport> {
      close(open);
      open = [];
      const round = random.shuffle(files).slice(0, maxFilesPerRound);
      let delivered = 0;
      for (const file of round) {
        const isDelivered = await sendFile(options, file);
        if (isDelivered) files = files.filter((other) => other !== file);
        else if (random.chance(outOfMemoryShare)) split(file);
        if (isDelivered) delivered += 1;
      }
      return { requests: round.length, delivered };
    },
  };
}

async function sendFile(options: AndroidOptions, file: BundleFile): Promise<boolean> {
  const encoded = await encodePayload(JSON.stringify(file.points), {
    compression: options.compression ?? 'gzip',
    wrapsBase64: true,
    ...(options.keys ? { keys: options.keys } : {}),
  });
  const boundary = `----meadow${String(options.random.whole(1e9, 9e9))}`;
  const body = encodeMultipart(
    boundary,
    [
      ['payload', encoded.payload],
      ...(encoded.nonce === undefined
        ? []
        : ([
            ['encrypted', 'true'],
            ['nonce', encoded.nonce],
          ] as const)),
      ['compression', encoded.compression],
    ],
    file.attachments,
  );
  const answer = await attempt(
    options.transport({
      method: 'POST',
      path: options.bundlePath,
      headers: { 'user-agent': 'Meadow 4.1', 'content-type': `multipart/form-data; boundary=${boundary}` },
      body,
    }),
  );
  if (!isSuccess(answer)) return false;
  return (parseJson(answer.body) as { added?: unknown } | undefined)?.added === true;
}
