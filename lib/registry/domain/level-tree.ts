import type { ImportedUnit } from './imported-unit.ts';
import { foldText } from './read-cell.ts';
import type { RowReader } from './table-reader.ts';

interface LeafPlace {
  readonly parentKey: string | null;
  readonly typeName: string;
  readonly name: string;
  readonly sourceRef: string | null;
  /** Column of the name, for notes. */
  readonly column: string;
}

/**
 * The units above the rows, made from the columns of their levels: one unit for each name under its parent, however often
 * rows repeat it. An empty level is skipped.
 */
export class LevelTree {
  readonly #columns: readonly string[];
  readonly #reader: RowReader;
  readonly #units = new Map<string, ImportedUnit>();
  readonly #spellings = new Set<string>();
  readonly #ordinals = new Map<string, number>();

  constructor(columns: readonly string[], reader: RowReader) {
    this.#columns = columns;
    this.#reader = reader;
  }

  /** Units of all levels, each after its parent. */
  get units(): readonly ImportedUnit[] {
    return [...this.#units.values()];
  }

  /**
   * Walks the levels of the reader's row; gives the key of the lowest unit, or null when all are empty. Undefined: a level
   * cannot be read, and the row is refused.
   */
  enter(): string | null | undefined {
    const names = this.#columns.map((column) => this.#reader.text(column));
    if (this.#reader.isRefused) return undefined;
    let parentKey: string | null = null;
    for (const [depth, column] of this.#columns.entries()) {
      const name = names[depth] ?? '';
      if (name === '') this.#reader.note(column, 'level_missing');
      else parentKey = this.#unit({ parentKey, column, depth, name });
    }
    return parentKey;
  }

  #unit(at: { parentKey: string | null; column: string; depth: number; name: string }): string {
    const key = keyOf(at.parentKey, at.column, at.name);
    const known = this.#units.get(key);
    if (!known) {
      this.#units.set(key, {
        line: this.#reader.line,
        key,
        parentKey: at.parentKey,
        parentRef: undefined,
        type: { name: at.column, depth: at.depth },
        name: at.name,
        ordinal: 0,
        isLeaf: false,
        sourceRef: null,
      });
    } else if (known.name !== at.name && !this.#spellings.has(`${key}\n${at.name}`)) {
      this.#spellings.add(`${key}\n${at.name}`);
      this.#reader.note(at.column, 'spelling_differs', `${at.name} / ${known.name}`);
    }
    return key;
  }

  /** The identity of a row's own unit: its reference, or its name under its parent and the how manieth it is. */
  placeLeaf(leaf: LeafPlace): { readonly key: string; readonly ordinal: number } {
    if (leaf.sourceRef !== null) return { key: `ref:${leaf.sourceRef}`, ordinal: 0 };
    const key = keyOf(leaf.parentKey, leaf.typeName, leaf.name);
    const ordinal = this.#ordinals.get(key) ?? 0;
    this.#ordinals.set(key, ordinal + 1);
    if (ordinal > 0) this.#reader.note(leaf.column, 'name_repeated', leaf.name);
    return { key: `${key}\n#${String(ordinal)}`, ordinal };
  }
}

function keyOf(parentKey: string | null, typeName: string, name: string): string {
  return `${parentKey ?? ''}\n${typeName}\t${foldText(name)}`;
}
