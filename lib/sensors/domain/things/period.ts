import type { Period } from './expression.ts';

const instantPattern = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** An instant of ISO 8601; without a zone it is UTC. Null: it is none. */
export function parseInstant(text: string): Date | null {
  const parts = instantPattern.exec(text.trim());
  if (!parts) return null;
  const zone = (parts[3] ?? 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const at = new Date(`${parts[1] ?? ''}${parts[2] ?? 'T00:00'}${zone}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** An instant, or an interval `from/to` whose end is not before its beginning. Null: it is neither. */
export function parsePeriod(text: string): Period | null {
  const [first = '', second, ...rest] = text.split('/');
  const from = parseInstant(first);
  const to = second === undefined ? from : parseInstant(second);
  return from && to && rest.length === 0 && from <= to ? { from, to } : null;
}

/** As the API writes it. */
export function writePeriod({ from, to }: Period): string {
  return from.getTime() === to.getTime() ? from.toISOString() : `${from.toISOString()}/${to.toISOString()}`;
}
