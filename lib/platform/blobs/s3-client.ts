import { S3Client } from '@aws-sdk/client-s3';
import type { S3Config } from '../config/config.ts';

/** A client for any S3-compatible bucket, self-hosted ones included. */
export function createS3Client(config: Omit<S3Config, 'bucket'>): S3Client {
  return new S3Client({
    region: config.region,
    ...(config.endpoint !== null && { endpoint: config.endpoint }),
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    // Self-hosted stores have no bucket host names and do not know the newer checksums.
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
  });
}
