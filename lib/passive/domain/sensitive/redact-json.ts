import { memberPath } from '../codebook/variable-path.ts';
import { jsonKinds, type JsonTape } from '../json-tape.ts';

/** True for a path whose member is not kept. Paths are as the codebook writes them: `a.b`, `list[].c`. */
export type IsSensitive = (path: string) => boolean;

/** Stands for the items of a list in a path. */
const items = '[]';

/**
 * The JSON value on the tape without the members (and items of lists) that are sensitive; null when none is, so that
 * the text as sent can be used. Values that stay keep their own text, so no number loses a digit. `path` is where the
 * value stands.
 */
export function redactJson(tape: JsonTape, isSensitive: IsSensitive, path = ''): string | null {
  return hasSensitive({ tape, isSensitive }, 0, path) ? render({ tape, isSensitive }, 0, path) : null;
}

interface Redaction {
  readonly tape: JsonTape;
  readonly isSensitive: IsSensitive;
}

interface Child {
  readonly node: number;
  readonly path: string;
  /** Of a member: its quoted name and the colon. */
  readonly lead: string;
}

function* childrenOf(tape: JsonTape, node: number, path: string): Generator<Child> {
  const kind = tape.kind(node);
  const end = tape.next(node);
  if (kind === jsonKinds.object) {
    for (let key = node + 1; key < end; key = tape.next(key + 1)) {
      yield { node: key + 1, path: memberPath(path, tape.stringValue(key) ?? ''), lead: `${tape.text(key)}:` };
    }
  } else if (kind === jsonKinds.array) {
    for (let item = node + 1; item < end; item = tape.next(item))
      yield { node: item, path: `${path}${items}`, lead: '' };
  }
}

function hasSensitive(redaction: Redaction, node: number, path: string): boolean {
  for (const child of childrenOf(redaction.tape, node, path)) {
    if (redaction.isSensitive(child.path) || hasSensitive(redaction, child.node, child.path)) return true;
  }
  return false;
}

function render(redaction: Redaction, node: number, path: string): string {
  const { tape, isSensitive } = redaction;
  const kind = tape.kind(node);
  if (kind !== jsonKinds.object && kind !== jsonKinds.array) return tape.text(node);
  const kept: string[] = [];
  for (const child of childrenOf(tape, node, path)) {
    if (!isSensitive(child.path)) kept.push(child.lead + render(redaction, child.node, child.path));
  }
  return kind === jsonKinds.object ? `{${kept.join(',')}}` : `[${kept.join(',')}]`;
}
