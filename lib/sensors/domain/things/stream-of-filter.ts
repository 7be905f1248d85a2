import { isIdName } from './entity-sets.ts';
import type { Expression } from './expression.ts';

/** The one stream that a filter asks for, and what else it asks; null: nothing. */
export interface StreamFilter {
  readonly streamId: string;
  /** It is to be a MultiDatastream. */
  readonly isMulti: boolean;
  readonly rest: Expression | null;
}

/**
 * Takes a filter of observations apart that asks for those of one stream (`Datastream/id eq 7 and …`): they need not be
 * looked for among those of others then. Null: it does not.
 */
export function streamOfFilter(filter: Expression | null): StreamFilter | null {
  if (filter?.kind === 'logic' && filter.by === 'and') {
    const { left, right } = filter;
    const [inLeft, inRight] = [streamOfFilter(left), streamOfFilter(right)];
    if (inLeft) return { ...inLeft, rest: inLeft.rest ? { ...filter, left: inLeft.rest } : right };
    return inRight && { ...inRight, rest: inRight.rest ? { ...filter, right: inRight.rest } : left };
  }
  if (filter?.kind !== 'compare' || filter.by !== 'eq') return null;
  return streamOfTerm(filter.left, filter.right) ?? streamOfTerm(filter.right, filter.left);
}

function streamOfTerm(path: Expression, value: Expression): StreamFilter | null {
  if (path.kind !== 'path' || path.names.length !== 2) return null;
  const [stream = '', id = ''] = path.names;
  if (!(stream === 'Datastream' || stream === 'MultiDatastream') || !isIdName(id)) return null;
  const told = value.kind === 'number' || value.kind === 'text' ? String(value.value) : '';
  const isId = /^(?:0|[1-9]\d{0,17})$/.test(told);
  return isId ? { streamId: told, isMulti: stream === 'MultiDatastream', rest: null } : null;
}
