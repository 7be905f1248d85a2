import { cleanEscapes } from './clean-text.ts';
import type { RefusedElement } from './read-point.ts';

/** Looks at a point: gives what to store in its place, or undefined for "as it was sent". */
export type InspectPoint = (point: Record<string, unknown>) => Record<string, unknown> | undefined;

/**
 * The text of an element after inspection: the bytes themselves when nothing is to change, so that numbers keep their
 * digits (passive-data-kit.md, 1.6, rule 3). What is no object is not shown. An inspector that throws refuses the point.
 */
export function inspectElement(text: Buffer, inspect: InspectPoint): Buffer | RefusedElement {
  const element = JSON.parse(text.toString()) as unknown;
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return text;
  try {
    const changed = inspect(element as Record<string, unknown>);
    if (changed === undefined) return text;
    return cleanEscapes(Buffer.from(JSON.stringify(changed)));
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'The inspection of this point failed.';
    return { reason: 'inspection_failed', detail, sourceHint: null, typeHint: null };
  }
}
