import { hash } from 'node:crypto';
import type { ExternalEvent, JsonValue } from './importer.ts';

/** Begins the types of everything read from archives (passive-data-kit.md, section 5). */
export const externalTypePrefix = 'pdk-external-';
/** Begins the types of what tells how much somebody took part. */
export const engagementTypePrefix = 'pdk-external-engagement-';
/** What these points say sent them, as the replaced server's do. */
const userAgent = 'Passive Data Kit External Importer';

/** Seals texts for the study's key; the same text gives the same box, so that an archive sent twice is stored once. */
export interface TextSealer {
  /** Base64 of the study's public key. */
  readonly publicKey: string;
  seal(text: string): Uint8Array;
  /** What annotators say of a text before it is sealed, by the names of the values. */
  annotate(text: string): Iterable<readonly [name: string, value: string | number]>;
}

export interface PointOrigin {
  /** Identifier of the source. */
  readonly source: string;
  readonly service: string;
}

/** The points of an event, as a device would send them: what happened, and how much somebody took part in it. */
export function pointsOfEvent(event: ExternalEvent, origin: PointOrigin, sealer: TextSealer): readonly object[] {
  const { service } = origin;
  const common = { source: origin.source, atMs: event.atMs };
  const happened = point(`${externalTypePrefix}${service}-${event.event}`, common, {
    ...event.plain,
    ...Object.fromEntries(
      Object.entries(event.sealed ?? {}).flatMap(([field, text]) => Object.entries(sealedField(field, text, sealer))),
    ),
    ...Object.fromEntries(
      Object.entries(event.hashed ?? {}).map(([field, text]) => [`pdk_hashed_${field}`, hashText(text, sealer)]),
    ),
  });
  if (event.engagement === null) return [happened];
  const { type, outgoing, incoming, durationS } = event.engagement;
  const engagement = point(`${engagementTypePrefix}${service}`, common, {
    type,
    duration: durationS ?? 0,
    ...(outgoing !== undefined && { outgoing_engagement: outgoing }),
    ...(incoming !== undefined && { incoming_engagement: incoming }),
    event: event.event,
  });
  return [happened, engagement];
}

/** `pdk_encrypted_`, `pdk_length_` and `pdk_word_count_` of a field, and what annotators add; characters are counted as people do. */
function sealedField(field: string, text: string, sealer: TextSealer): Record<string, JsonValue> {
  return {
    ...Object.fromEntries([...sealer.annotate(text)].map(([name, value]) => [`pdk_${name}_${field}`, value])),
    [`pdk_encrypted_${field}`]: Buffer.from(sealer.seal(text)).toString('base64'),
    [`pdk_length_${field}`]: Array.from(text).length,
    [`pdk_word_count_${field}`]: text.split(/\s+/u).filter((word) => word !== '').length,
  };
}

/** SHA-512 of the public key and the text, hexadecimal. */
function hashText(text: string, { publicKey }: TextSealer): string {
  return hash('sha512', `${publicKey}${text}`);
}

function point(
  type: string,
  { source, atMs }: { readonly source: string; readonly atMs: number },
  members: Readonly<Record<string, JsonValue>>,
): object {
  return {
    ...members,
    'passive-data-metadata': {
      source,
      'generator-id': type,
      generator: `${type}: ${userAgent}`,
      timestamp: atMs / 1000,
    },
  };
}
