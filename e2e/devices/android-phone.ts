import { attempt, chunk, isSuccess, parseJson, type Device, type DeviceOptions, type FlushReport } from './device.ts';
import { encodeMultipart, type Attachment } from './multipart.ts';
import { encodePayload, type FleetKeys } from './payload.ts';
import type { SimulatedPoint } from './point.ts';
import type { Random } from './random.ts';

export interface AndroidOptions extends DeviceOptions {
  readonly random: Random;
  readonly compression?: 'none' | 'gzip';
  readonly keys?: FleetKeys;
}

const maxPointsPerFile = 256;
const maxBytesPerFile = 256 * 1024;
const maxFilesPerRound = 256;

interface BundleFile {
  readonly text: string;
  readonly pointCount: number;
  readonly attachments: readonly Attachment[];
}

/**
 * PDK Android: bundles wait as files and go out in random order as multipart forms; a file is deleted only when the
 * answer is 2xx and JSON with `added: true`. A lost answer means that the file is sent again.
 */
export function createAndroidPhone(options: AndroidOptions): Device & { attach(files: readonly Attachment[]): void } {
  let files: BundleFile[] = [];
  let attachments: Attachment[] = [];
  return {
    identifier: options.identifier,
    get pendingCount() {
      return files.reduce((sum, file) => sum + file.pointCount, 0);
    },
    attach(added) {
      attachments = [...attachments, ...added];
    },
    record(points: readonly SimulatedPoint[]) {
      for (const part of chunk(points, maxPointsPerFile, maxBytesPerFile)) {
        files.push({ text: JSON.stringify(part), pointCount: part.length, attachments });
        attachments = [];
      }
    },
    async flush(): Promise<FlushReport> {
      const round = options.random.shuffle(files).slice(0, maxFilesPerRound);
      let delivered = 0;
      for (const file of round) {
        if (!(await sendFile(options, file))) continue;
        files = files.filter((other) => other !== file);
        delivered += 1;
      }
      return { requests: round.length, delivered };
    },
  };
}

async function sendFile(options: AndroidOptions, file: BundleFile): Promise<boolean> {
  const encoded = await encodePayload(file.text, {
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
