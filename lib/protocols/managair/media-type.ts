import { ApiError } from './errors.ts';

/** Media type of JSON:API documents (jsonapi.org 1.1, "Content Negotiation"). */
export const jsonApiType = 'application/vnd.api+json';
/** Pages by key (jsonapi.org, "Cursor Pagination Profile"). */
export const cursorProfile = 'https://jsonapi.org/profiles/ethanresnick/cursor-pagination/';
/** Several changes in one request (jsonapi.org, "Atomic Operations"). */
export const atomicExtension = 'https://jsonapi.org/ext/atomic';

interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** 0 to 1. */
  readonly weight: number;
}

/** Reads one media type with its parameters; values may be quoted (RFC 9110, 5.6.6 and 12.5.1). */
function readMediaType(text: string): MediaType {
  const [type = '', ...rest] = text.match(/(?:[^;"]|"(?:\\.|[^"\\])*")+/g) ?? [];
  const pairs = rest.map((pair): [string, string] => {
    const at = pair.indexOf('=');
    const value = pair.slice(at + 1).trim();
    return [pair.slice(0, at).trim().toLowerCase(), value.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/g, '$1')];
  });
  const parameters = new Map(pairs.filter(([name]) => name !== 'q'));
  const weight = Number(pairs.find(([name]) => name === 'q')?.[1] ?? 1);
  return { type: type.trim().toLowerCase(), parameters, weight };
}

function splitList(text: string): string[] {
  return text.match(/(?:[^,"]|"(?:\\.|[^"\\])*")+/g) ?? [];
}

/** Extensions that a media type names; null when it has parameters that JSON:API does not know. */
function extensionsOf({ parameters }: MediaType): string[] | null {
  const isPlain = [...parameters.keys()].every((name) => name === 'ext' || name === 'profile');
  return isPlain ? (parameters.get('ext') ?? '').split(' ').filter((uri) => uri !== '') : null;
}

/**
 * Guards the type of a body: JSON:API without other parameters than `ext` and `profile`, and of extensions only those
 * that the address knows. Throws 415. Gives whether the body is of the atomic extension.
 */
export function requireJsonApiBody(request: Request, known: readonly string[] = []): { readonly isAtomic: boolean } {
  const sent = readMediaType(request.headers.get('content-type') ?? '');
  const extensions = sent.type === jsonApiType ? extensionsOf(sent) : null;
  if (extensions?.every((uri) => known.includes(uri)) === true) {
    return { isAtomic: extensions.includes(atomicExtension) };
  }
  throw new ApiError(
    415,
    `Send a document of the media type ${jsonApiType}, with no parameters but profile${known.length > 0 ? ' and ext' : ''}.`,
  );
}

/** How an answer may be written. */
export type AnswerKind = 'document' | 'csv';

/**
 * Chooses how to answer. Throws 406 when nothing of ours is wanted: each mention of JSON:API has parameters it does not
 * know, or extensions that are not here, and no other of our types is.
 */
export function chooseAnswer(request: Request, { hasCsv }: { readonly hasCsv: boolean }): AnswerKind {
  const header = request.headers.get('accept');
  if (header === null || header.trim() === '') return 'document';
  const wanted = splitList(header)
    .map(readMediaType)
    .filter(({ weight }) => weight > 0);
  const isDocument = (one: MediaType) => {
    if (one.type === '*/*' || one.type === 'application/*') return true;
    return one.type === jsonApiType && extensionsOf(one)?.every((uri) => uri === atomicExtension) === true;
  };
  const best = (of: (one: MediaType) => boolean) => Math.max(0, ...wanted.filter(of).map(({ weight }) => weight));
  const document = best(isDocument);
  const csv = hasCsv ? best(({ type }) => type === 'text/csv') : 0;
  // Browsers, and programs that say plain JSON, read documents too.
  const lenient = best(({ type }) => type === 'application/json' || type === 'text/html');
  if (csv > 0 && csv >= document) return 'csv';
  if (document > 0 || lenient > 0) return 'document';
  throw new ApiError(
    406,
    `Answers are of the media type ${jsonApiType}${hasCsv ? ' or text/csv' : ''}, without other parameters.`,
  );
}
