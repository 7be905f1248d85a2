import { isEmptyNested, jsonByte, skipSpace, stringEnd, valueEnd } from './json-scan.ts';

const { quote, backslash, openBrace, closeBrace, comma } = jsonByte;

/** Where a member is: its name, or the names that lead to it through objects. */
export type MemberPath = string | readonly string[];

interface PathNode {
  readonly name: Buffer;
  readonly path: readonly string[];
  /** In the list of paths; -1: only its members are wanted. */
  index: number;
  readonly children: PathNode[];
  /** Child that is likely to come next: devices write the members of a type in the same order. */
  next: number;
}

/** A member that none of the paths names. */
export interface OtherMember {
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

/**
 * Finds some members of JSON objects and says where their values stand, so that a cell can be copied digit by digit:
 * `JSON.parse` would round numbers and cost more. The text must be valid JSON, which the database's json type sees to.
 * A name that comes twice counts by its last value, as in `JSON.parse`.
 */
export class JsonMembers {
  readonly #root: PathNode = { name: Buffer.alloc(0), path: [], index: -1, children: [], next: 0 };
  readonly #keepsOthers: boolean;
  /** What the offsets point into. */
  bytes: Buffer = Buffer.alloc(0);
  /** Offsets of the value of each path, in the order of the paths; start -1: absent. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** What no path names, in the order of the text; filled only when asked for. */
  readonly others: OtherMember[] = [];

  /** With `keepsOthers`, members that no path names are kept in {@link others}. */
  constructor(paths: readonly MemberPath[], { keepsOthers = false }: { readonly keepsOthers?: boolean } = {}) {
    this.#keepsOthers = keepsOthers;
    this.starts = new Int32Array(paths.length);
    this.ends = new Int32Array(paths.length);
    for (const [index, path] of paths.entries()) this.#add(typeof path === 'string' ? [path] : path, index);
  }

  /** Looks at the object that begins at `start`; all members are absent when another value does. */
  locate(bytes: Buffer, start: number): void {
    this.bytes = bytes;
    this.starts.fill(-1);
    if (this.#keepsOthers) this.others.length = 0;
    const at = skipSpace(bytes, start);
    if (bytes[at] === openBrace) this.#walk(this.#root, at);
  }

  #add(path: readonly string[], index: number): void {
    let node = this.#root;
    for (const [depth, name] of path.entries()) {
      const bytes = Buffer.from(name);
      let child = node.children.find((known) => known.name.equals(bytes));
      if (!child) {
        child = { name: bytes, path: path.slice(0, depth + 1), index: -1, children: [], next: 0 };
        node.children.push(child);
      }
      node = child;
    }
    node.index = index;
  }

  /** Steps through the members of the object at `start`; gives the offset behind it. */
  #walk(node: PathNode, start: number): number {
    const bytes = this.bytes;
    let at = skipSpace(bytes, start + 1);
    while (bytes[at] === quote) {
      const keyStart = at + 1;
      const keyEnd = stringEnd(bytes, keyStart);
      const child = this.#childNamed(node, keyStart, keyEnd);
      // Behind the closing quote: the colon.
      const valueStart = skipSpace(bytes, skipSpace(bytes, keyEnd + 1) + 1);
      let end: number;
      if (child) end = this.#take(child, valueStart);
      else {
        end = valueEnd(bytes, valueStart);
        if (this.#keepsOthers) {
          const name = JSON.parse(bytes.toString('utf8', keyStart - 1, keyEnd + 1)) as string;
          this.others.push({ path: [...node.path, name], start: valueStart, end });
        }
      }
      at = skipSpace(bytes, end);
      if (bytes[at] !== comma) break;
      at = skipSpace(bytes, at + 1);
    }
    return bytes[at] === closeBrace ? at + 1 : at;
  }

  /** Notes the value of a wanted member; gives the offset behind it. */
  #take(node: PathNode, start: number): number {
    const { bytes } = this;
    const hasMembers = node.children.length > 0;
    if (hasMembers) this.#forget(node);
    const isWalked = hasMembers && bytes[start] === openBrace;
    const end = isWalked ? this.#walk(node, start) : valueEnd(bytes, start);
    if (node.index !== -1) {
      this.starts[node.index] = start;
      this.ends[node.index] = end;
    } else if (this.#keepsOthers && (!isWalked || isEmptyNested(bytes, start))) {
      this.others.push({ path: node.path, start, end });
    }
    return end;
  }

  #childNamed(node: PathNode, start: number, end: number): PathNode | null {
    const { bytes } = this;
    const { children } = node;
    const { length } = children;
    for (let step = 0, index = node.next; step < length; step += 1, index += 1) {
      if (index >= length) index -= length;
      const child = children[index] as PathNode;
      if (child.name.length !== end - start || !isSame(child.name, bytes, start)) continue;
      node.next = index + 1 >= length ? 0 : index + 1;
      return child;
    }
    if (!bytes.subarray(start, end).includes(backslash)) return null;
    // A name may be written with escapes.
    const name = Buffer.from(JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string);
    return children.find((child) => child.name.equals(name)) ?? null;
  }

  #forget(node: PathNode): void {
    for (const child of node.children) {
      if (child.index !== -1) this.starts[child.index] = -1;
      this.#forget(child);
    }
  }
}

/** True when the bytes from `start` are the name's; their length is known to be the same. */
function isSame(name: Buffer, bytes: Buffer, start: number): boolean {
  const { length } = name;
  let same = 0;
  while (same < length && name[same] === bytes[start + same]) same += 1;
  return same === length;
}
