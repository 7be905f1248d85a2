import { STATUS_CODES } from 'node:http';
import { randomUUID } from 'node:crypto';
import { Problem } from '#lib/platform/problems/problem.ts';
import { type BatchAnswer, undoneStatus } from './batch.ts';

/** A request of a batch as the parts of it say; `batch.ts` looks at it as at one that came as JSON. */
interface PartRequest {
  readonly id: string;
  readonly atomicityGroup?: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Part {
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string;
}

/** Most parts of one message, change sets and what is in them counted alike. */
const maxParts = 2000;

/** True for the type of a message of several parts. */
export function isMultipart(contentType: string): boolean {
  return /^multipart\/mixed\s*(;|$)/i.test(contentType);
}

/**
 * The requests of a batch in parts (OGC 18-088, section 11.2, after OData 4.0, 11.7): a part is a request, or a change set
 * whose requests work together or not at all. Throws `input_invalid` for what cannot be taken apart.
 */
export function readMultipartBatch(contentType: string, text: string): { readonly requests: readonly PartRequest[] } {
  const requests: PartRequest[] = [];
  for (const [index, part] of partsOf(contentType, text).entries()) {
    const type = part.headers['content-type'] ?? '';
    if (!isMultipart(type)) {
      requests.push(readRequest(part, `part-${String(index + 1)}`));
      continue;
    }
    const atomicityGroup = `changeset-${String(index + 1)}`;
    for (const [at, inner] of partsOf(type, part.content).entries()) {
      requests.push({ ...readRequest(inner, `${atomicityGroup}-${String(at + 1)}`), atomicityGroup });
    }
    if (requests.length > maxParts) throw refuse('It has too many parts.');
  }
  return { requests };
}

function partsOf(contentType: string, text: string): Part[] {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
  if (mark === '--') throw refuse('The content type names no boundary.');
  const lines = text.split(/\r?\n/);
  const marks = lines.flatMap((line, at) => (line.trimEnd() === mark || line.trimEnd() === `${mark}--` ? [at] : []));
  const last = marks.at(-1);
  if (last === undefined || lines[last]?.trimEnd() !== `${mark}--`) throw refuse('Its last boundary is missing.');
  if (marks.length > maxParts) throw refuse('It has too many parts.');
  return marks.slice(0, -1).map((at, index) => readPart(lines.slice(at + 1, marks[index + 1]).join('\r\n')));
}

/** Headers, which may be none, an empty line, and what follows. */
function readPart(text: string): Part {
  if (text.startsWith('\r\n')) return { headers: {}, content: text.slice(2) };
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const headers = head.split('\r\n').flatMap((line) => {
    const at = line.indexOf(':');
    return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const];
  });
  return { headers: Object.fromEntries(headers), content: rest.join('\r\n\r\n') };
}

function readRequest({ headers, content }: Part, id: string): PartRequest {
  const [line = '', ...rest] = content.replace(/^(\r\n)+/, '').split('\r\n');
  const [, method, url] = /^([A-Z]+) (.+?)(?: HTTP\/\d(?:\.\d)?)?$/i.exec(line.trim()) ?? [];
  if (method === undefined || url === undefined) throw refuse(`"${line.slice(0, 100)}" is no request.`);
  const inner = readPart(rest.join('\r\n'));
  const type = inner.headers['content-type'];
  const body = inner.content.trim();
  return {
    id: headers['content-id'] ?? id,
    method,
    url,
    headers: type === undefined ? {} : { 'content-type': type },
    ...(body === '' ? {} : { body: parseBody(body) }),
  };
}

/** What is no JSON stays a text, which no entity is: the request that it belongs to is refused, and no other. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Answers as parts in the order of their requests; a change set that was undone is one part that says why. */
export function writeMultipartBatch(
  requests: readonly PartRequest[],
  answers: readonly BatchAnswer[],
): { readonly contentType: string; readonly body: string } {
  const groups = new Map<string, BatchAnswer[]>();
  for (const [index, answer] of answers.entries()) {
    const group = requests[index]?.atomicityGroup ?? `alone-${String(index)}`;
    groups.set(group, [...(groups.get(group) ?? []), answer]);
  }
  return multipart(
    'batch',
    [...groups].map(([group, ofGroup]) => (group.startsWith('alone-') ? partsAlone(ofGroup) : changeSet(ofGroup))),
  );
}

function partsAlone([answer]: readonly BatchAnswer[]): string {
  return answer ? answerPart(answer, false) : '';
}

function changeSet(answers: readonly BatchAnswer[]): string {
  // The one that was refused; the others were undone because of it.
  const refused = answers.find(({ status }) => status >= 400 && status !== undoneStatus);
  if (refused) return answerPart(refused, true);
  const { contentType, body } = multipart(
    'changeset',
    answers.map((answer) => answerPart(answer, true)),
  );
  return [`Content-Type: ${contentType}`, '', body].join('\r\n');
}

function answerPart({ id, status, location, body }: BatchAnswer, isNamed: boolean): string {
  const isText = typeof body === 'string';
  const head = [
    'Content-Type: application/http',
    ...(isNamed ? [`Content-ID: ${id}`] : []),
    '',
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? 'Unknown'}`,
    ...(location === undefined ? [] : [`Location: ${location}`]),
    ...(body === undefined ? [] : [`Content-Type: ${isText ? 'text/plain' : 'application/json'}; charset=utf-8`]),
  ];
  return [...head, '', body === undefined ? '' : isText ? body : JSON.stringify(body)].join('\r\n');
}

function multipart(name: string, parts: readonly string[]) {
  const boundary = `${name}_${randomUUID()}`;
  const body = [...parts.flatMap((part) => [`--${boundary}`, part]), `--${boundary}--`].join('\r\n');
  return { contentType: `multipart/mixed; boundary=${boundary}`, body };
}

function refuse(message: string): Problem {
  return new Problem('input_invalid', { detail: `The batch: ${message}` });
}
