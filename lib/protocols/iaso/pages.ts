import { readInteger, refuse, type Params } from './read-params.ts';

/** A page as it is asked for. */
export interface AskedPage {
  readonly limit: number;
  /** 1 is the first. */
  readonly page: number;
}

/** Reads `limit` and `page`; null without a limit. A limit beyond the greatest is the greatest. Errors: `input_invalid`. */
export function readPage(
  params: Params,
  { most, otherwise }: { readonly most: number; readonly otherwise?: number },
): AskedPage | null {
  const limit = readInteger(params, 'limit') ?? otherwise;
  if (limit === undefined) return null;
  if (limit === 0) return refuse('limit', 'At least 1 is wanted.');
  return { limit: Math.min(limit, most), page: Math.max(1, readInteger(params, 'page') ?? 1) };
}

/** Where a page begins: the last one, when there are not so many. */
export function offsetOf({ limit, page }: AskedPage, total: number): number {
  return (Math.min(page, pagesOf(limit, total)) - 1) * limit;
}

/** The members around the rows of a page (spec 3). */
export function envelopeOf({ limit, page }: AskedPage, total: number) {
  const pages = pagesOf(limit, total);
  const shown = Math.min(page, pages);
  return { count: total, has_next: shown < pages, has_previous: shown > 1, page: shown, pages, limit };
}

function pagesOf(limit: number, total: number): number {
  return Math.max(1, Math.ceil(total / limit));
}
