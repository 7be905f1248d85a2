import type { DecodedPoint } from './read-point.ts';

/**
 * The attachments that a point names (pdk-11): the texts of members whose name ends in `@`, alone or in a list, at any
 * depth, and Android's `attachment-guid`.
 */
export function findAttachments({ bytes, start, end }: DecodedPoint): Set<string> {
  const found = new Set<string>();
  collect(JSON.parse(bytes.toString('utf8', start, end)), found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (name.endsWith('@') || name === 'attachment-guid') addTexts(member, found);
    collect(member, found);
  }
}

function addTexts(member: unknown, found: Set<string>): void {
  for (const text of Array.isArray(member) ? (member as unknown[]) : [member]) {
    if (typeof text === 'string') found.add(text);
  }
}
