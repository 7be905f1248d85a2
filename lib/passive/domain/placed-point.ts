import type { BundleId, OrganizationId, StudyId } from '#lib/platform/ids.ts';
import type { EnvelopeDraft } from './envelope.ts';
import type { DecodedPoint } from './read-point.ts';
import type { TypeChart } from './views/type-views.ts';

/** What the points of a bundle have in common. */
export interface BundleHead {
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
  readonly id: BundleId;
  readonly receivedAt: Date;
}

/** A source that points name; its id is known once it is registered. */
export interface SourceEntry {
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
  /** After rename rules. */
  readonly identifier: string;
  /** Group it gets when it is registered. */
  readonly firstGroupId: string | null;
  id: string | null;
  readonly pairs: Map<TypeEntry, PairEntry>;
}

/** A type that points name. */
export interface TypeEntry {
  readonly organizationId: OrganizationId;
  readonly identifier: string;
  id: number | null;
  /** How its points are drawn, when a plug-in may say so; it tells what is kept for it. */
  readonly chart?: TypeChart;
}

/** An envelope that points name. */
export interface EnvelopeEntry {
  readonly organizationId: OrganizationId;
  readonly draft: EnvelopeDraft;
  id: number | null;
}

/** One type of one source. */
export interface PairEntry {
  readonly source: SourceEntry;
  readonly type: TypeEntry;
  /**
   * Latest stored device time, microseconds, as far as this process knows; -1 when nothing is stored, undefined when
   * nobody has looked. What is later than this is new unless another process has just stored it.
   */
  lastCreatedAtUs: number | undefined;
  /** Place among the pairs of the batch that is being sorted. */
  rank: number;
}

/** A point with everything it refers to. */
export interface PlacedPoint {
  readonly point: DecodedPoint;
  readonly bundle: BundleHead;
  readonly pair: PairEntry;
  readonly envelope: EnvelopeEntry;
}

/** The id of an entry that has been registered. */
export function idOf<Id>(entry: { readonly id: Id | null }): Id {
  if (entry.id === null) throw new TypeError('used before it was registered');
  return entry.id;
}

/** A content hash in the form of a UUID. */
export function uuidOfHash(contentHash: string): string {
  const hex = Buffer.from(contentHash, 'latin1').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
