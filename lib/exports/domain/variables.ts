import { isEmptyNested, jsonByte, skipSpace, stringEnd, valueEnd } from './json-scan.ts';
import { NameRegister } from './member-names.ts';
import type { CellKind, TableColumn } from './table-encoder.ts';

const { quote, openBrace, openBracket, comma } = jsonByte;
const letter = { t: 0x74, f: 0x66, n: 0x6e } as const;

/** What a variable was seen to be. `object`: an empty one, or one too deep for columns of its own. */
export type ValueKind = 'text' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** A place in the points of a type and what stands there. */
export interface Variable {
  /** Names that lead to it, through objects. */
  readonly path: readonly string[];
  readonly kinds: ReadonlySet<ValueKind>;
}

/** Variables that become columns; what is beyond stands in the last column. */
export const maxVariables = 500;
/** Objects in objects that become columns. */
const maxDepth = 6;

interface VariableNode {
  readonly path: readonly string[];
  readonly kinds: Set<ValueKind>;
  readonly children: Map<string, VariableNode>;
}

/** Collects the variables of points, in the order they are first seen. */
export class VariableCollector {
  readonly #root: VariableNode = aNode([]);
  #count = 0;

  /** Looks at a point's object. The text must be valid JSON. */
  add(bytes: Buffer, start: number): void {
    const at = skipSpace(bytes, start);
    if (bytes[at] === openBrace) this.#object(this.#root, bytes, at);
  }

  get variables(): Variable[] {
    const found: Variable[] = [];
    const visit = (node: VariableNode) => {
      if (node.kinds.size > 0) found.push({ path: node.path, kinds: node.kinds });
      node.children.forEach(visit);
    };
    visit(this.#root);
    return found;
  }

  /** Gives the offset behind the object. */
  #object(node: VariableNode, bytes: Buffer, start: number): number {
    let at = skipSpace(bytes, start + 1);
    while (bytes[at] === quote) {
      const keyEnd = stringEnd(bytes, at + 1);
      const name = JSON.parse(bytes.toString('utf8', at, keyEnd + 1)) as string;
      const value = skipSpace(bytes, skipSpace(bytes, keyEnd + 1) + 1);
      const end = this.#value(node, name, { bytes, start: value });
      at = skipSpace(bytes, end);
      if (bytes[at] !== comma) break;
      at = skipSpace(bytes, at + 1);
    }
    return at + 1;
  }

  #value(parent: VariableNode, name: string, { bytes, start }: { bytes: Buffer; start: number }): number {
    let node = parent.children.get(name);
    if (!node) {
      if (this.#count >= maxVariables) return valueEnd(bytes, start);
      node = aNode([...parent.path, name]);
      parent.children.set(name, node);
    }
    if (bytes[start] === openBrace && node.path.length < maxDepth && !isEmptyNested(bytes, start)) {
      return this.#object(node, bytes, start);
    }
    const end = valueEnd(bytes, start);
    if (node.kinds.size === 0) this.#count += 1;
    node.kinds.add(kindOf(bytes, start, end));
    return end;
  }
}

function aNode(path: readonly string[]): VariableNode {
  return { path, kinds: new Set(), children: new Map() };
}

function kindOf(bytes: Buffer, start: number, end: number): ValueKind {
  const first = bytes[start];
  if (first === quote) return 'text';
  if (first === openBrace) return 'object';
  if (first === openBracket) return 'array';
  if (first === letter.t || first === letter.f) return 'boolean';
  if (first === letter.n) return 'null';
  return /^-?\d{1,18}$/.test(bytes.toString('latin1', start, end)) ? 'integer' : 'number';
}

/** A variable with the column it fills. */
export interface VariableColumn extends TableColumn {
  readonly path: readonly string[];
}

/** Columns for variables: names joined by points, told apart from each other and from the headers that are taken. */
export function columnsOf(variables: readonly Variable[], taken: readonly string[]): VariableColumn[] {
  const register = new NameRegister();
  for (const header of taken) register.claim(header, (text) => text);
  return variables.slice(0, maxVariables).map(({ path, kinds }) => ({
    path,
    header: register.claim(path.join('.'), (text) => text),
    kind: cellKindOf(kinds),
  }));
}

function cellKindOf(kinds: ReadonlySet<ValueKind>): CellKind {
  const seen = new Set([...kinds].filter((kind) => kind !== 'null'));
  if (seen.has('number')) seen.delete('integer');
  const [only, ...more] = seen;
  // Of several kinds: each as its text.
  if (only === undefined || more.length > 0) return 'text';
  return only === 'array' || only === 'object' ? 'json' : only;
}
