import { metadataName } from './canonical-hash.ts';
import { renderSeconds } from './device-time.ts';
import { JsonTape } from './json-tape.ts';
import type { PointEnvelope, PointRow } from './point-row.ts';

/** What rendering needs of a row. */
export type RenderedColumns = Pick<
  PointRow,
  'source' | 'createdAtUs' | 'position' | 'properties' | 'extras' | 'envelope'
>;

/** A metadata member of an envelope: its name, and its text or null where each point has its own. */
type EnvelopeMember = readonly [name: string, text: string | null];

const parsedEnvelopes = new WeakMap<PointEnvelope, readonly EnvelopeMember[]>();

/**
 * The complete point as JSON text: its members as sent, then its metadata in the order it was sent, with the source's
 * present identifier, and with `encrypted_transmission` and `bundle-details` of the server (pdk-14). Values keep the text
 * they came with, so no number loses a digit.
 */
export function renderPoint(row: RenderedColumns): string {
  const properties = row.properties.trimEnd();
  const isEmpty = /^\s*\{\s*\}$/.test(properties);
  return `${properties.slice(0, -1)}${isEmpty ? '' : ','}"${metadataName}":${renderMetadata(row)}}`;
}

/** As {@link renderPoint}, with the server's times in the metadata, as pull clients know them (passive-data-kit.md, 1.5). */
export function renderPulledPoint(row: RenderedColumns & Pick<PointRow, 'recordedAtUs'>): string {
  const times = `"pdk_server_created":${renderSeconds(row.createdAtUs)},"pdk_server_recorded":${renderSeconds(row.recordedAtUs)}`;
  return `${renderPoint(row).slice(0, -2)},${times}}}`;
}

/** The metadata alone, as {@link renderPoint} gives it. */
export function renderMetadata(row: Omit<RenderedColumns, 'properties'>): string {
  const extras = row.extras === null ? noExtras : readMembers(row.extras);
  let text = '{';
  for (const [name, kept] of envelopeMembers(row.envelope)) {
    text += `${JSON.stringify(name)}:${kept ?? extras.get(name) ?? columnText(row, name)},`;
  }
  return `${text}"encrypted_transmission":${row.envelope.isEncrypted}}`;
}

const noExtras: ReadonlyMap<string, string> = new Map();

/** The text of a member that has a column; a member without a value of its own anywhere was null. */
function columnText(row: Omit<RenderedColumns, 'properties'>, name: string): string {
  if (name === 'source') return JSON.stringify(row.source);
  if (name === 'timestamp') return renderSeconds(row.createdAtUs);
  if (name === 'longitude' && row.position) return String(row.position[0]);
  if (name === 'latitude' && row.position) return String(row.position[1]);
  return 'null';
}

function envelopeMembers(envelope: PointEnvelope): readonly EnvelopeMember[] {
  const known = parsedEnvelopes.get(envelope);
  if (known) return known;
  const members = [...readMembers(envelope.metadata)].map(
    ([name, text]) => [name, text === 'null' ? null : text] as const,
  );
  parsedEnvelopes.set(envelope, members);
  return members;
}

const tape = new JsonTape();

/** The members of a JSON object text, each with its own text. */
function readMembers(objectText: string): ReadonlyMap<string, string> {
  tape.bytes = Buffer.from(objectText);
  if (tape.scan(0) < 0) throw new TypeError('not a JSON object');
  const members = new Map<string, string>();
  for (let key = 1; key < tape.next(0); key = tape.next(key + 1)) {
    members.set(tape.stringValue(key) ?? '', tape.text(key + 1));
  }
  return members;
}
