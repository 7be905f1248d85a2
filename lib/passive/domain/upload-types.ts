import { z } from 'zod';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';

/** Which door an upload came through; `donation`: its points were read from an archive that a participant gave. */
export type Door = 'create' | 'form' | 'multipart' | 'put' | 'point' | 'donation';

/** A part of an upload that is in the blob store already. */
export interface StoredPart {
  readonly blobKey: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** The payload: in memory while small, in the blob store when not. */
export type UploadBody =
  { readonly kind: 'memory'; readonly bytes: Buffer } | { readonly kind: 'stored'; readonly part: StoredPart };

/** An attachment that came with an upload. */
export interface UploadFile {
  /** Name of the form part. */
  readonly identifier: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly part: StoredPart;
}

/** One upload as a device sent it, before anything is decided about it (PDK sections 1.2 to 1.4, 1.10, 1.12). */
export interface Upload {
  readonly studyId: StudyId;
  readonly door: Door;
  readonly body: UploadBody;
  /** `bytes`: the body is what it is; `text`: it came as text, perhaps Base64 of something. */
  readonly form: 'text' | 'bytes';
  /** `none`, `gzip` or whatever the client named. */
  readonly compression: string;
  readonly isEncrypted: boolean;
  /** Base64 as received. */
  readonly nonce: string | null;
  /** Header `X-PDK-IDENTIFIER`. */
  readonly claimedSource: string | null;
  readonly files: readonly UploadFile[];
  /** False for clients that delete their data on any answer: what they send is kept, whatever it is. */
  readonly mayRefuse: boolean;
  /** Kept with what is refused, so that somebody can find the device; of what is taken, nothing of it is kept. */
  readonly sender: UploadSender;
}

/** Where a request came from. */
export interface UploadSender {
  readonly remoteAddress: string;
  readonly userAgent: string | null;
}

/** Why an upload is refused (and kept nevertheless). */
export const refusals = ['not-json', 'not-a-point', 'not-gzip', 'nonce-missing'] as const;
export type Refusal = (typeof refusals)[number];

/** What is kept of a refusal; addresses of uploads from before they were kept are null. */
export const keptRefusalSchema = z.object({
  reason: z.enum(refusals),
  remoteAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type KeptRefusal = z.infer<typeof keptRefusalSchema>;

/** What became of an upload. */
export type Receipt =
  { readonly kind: 'stored'; readonly isRepeat: boolean } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A bundle as it is written. */
export interface NewBundle {
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
  readonly id: string;
  readonly receivedAt: Date;
  readonly state: 'waiting' | 'refused';
  readonly door: Door;
  readonly compression: string;
  readonly isEncrypted: boolean;
  readonly nonce: string | null;
  readonly isBinary: boolean;
  readonly body: Buffer | null;
  readonly blobKey: string | null;
  readonly sizeBytes: number;
  readonly contentSha256: Buffer;
  readonly claimedSource: string | null;
  /** Null: it is taken. */
  /** JSON text given to points as `bundle-details`; null: nothing. */
  readonly details: string | null;
  readonly refusal: KeptRefusal | null;
}

/** A file of a bundle as it is written. */
export interface NewBundleFile {
  readonly id: string;
  readonly identifier: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly part: StoredPart;
}
