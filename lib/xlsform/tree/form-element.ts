import type { Cell, Cells } from '../sheets/cells.ts';

/** Text in one language, or by language name. */
export type Text = string | ReadonlyMap<string, string>;

/** What happens to a node by itself. */
export interface Action {
  readonly name: 'setvalue' | 'odk:setgeopoint' | 'odk:recordaudio';
  readonly event: 'odk-instance-first-load' | 'odk-instance-load' | 'odk-new-repeat';
  readonly value?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export type ElementKind =
  | 'survey'
  | 'group'
  | 'repeat'
  | 'loop'
  | 'question'
  /** A file declared on the sheet: `csv-external`, `xml-external`. */
  | 'external'
  | 'entity'
  /** An attribute of an entity's node. */
  | 'attribute'
  | 'entity-label';

/** A node of the form while it is put together: the survey, a group or repeat, a question, a part of an entity. */
export class FormElement {
  readonly kind: ElementKind;
  name: string;
  /** As written, after old names are replaced: `text`, `select one`, `repeat`. */
  readonly type: string;
  /** Row of the survey sheet (of the entities sheet for entities); null for what no row asks for. */
  readonly row: number | null;
  parent: FormElement | null = null;
  children: FormElement[] = [];

  label: Text | undefined;
  hint: Text | undefined;
  guidanceHint: Text | undefined;
  media: ReadonlyMap<string, Text> | undefined;
  /** Attributes of the bind; null when there is none. */
  bind: Map<string, Text> | null = null;
  /** Attributes of the control. */
  control = new Map<string, string>();
  /** Attributes of the node in the primary instance. */
  instance = new Map<string, string>();
  default: string | undefined;
  isDefaultDynamic = false;
  choiceFilter: string | undefined;
  /** Names of the questions whose change sets this one. */
  triggers: readonly string[] = [];
  parameters: ReadonlyMap<string, string> = new Map<string, string>();
  /** A list's name, a file's name or a reference to answers in a repeat. */
  itemset: string | undefined;
  /** List of `external_choices`. */
  query: string | undefined;
  tags: readonly OsmTag[] = [];
  actions: Action[] = [];
  /** Its children stand beside it in the instance instead of inside it. */
  isFlat = false;
  /** It shows nothing, whatever is in it: `meta`. */
  isBodyless = false;
  /** Text of an attribute of an entity. */
  value = '';
  /** The choices a loop is expanded over. */
  loopList: string | undefined;

  constructor(described: { kind: ElementKind; name: string; type: string; row: number | null }) {
    this.kind = described.kind;
    this.name = described.name;
    this.type = described.type;
    this.row = described.row;
  }

  add(...children: FormElement[]): void {
    for (const child of children) {
      child.parent = this;
      this.children.push(child);
    }
  }

  get isSection(): boolean {
    return this.kind === 'survey' || this.kind === 'group' || this.kind === 'repeat' || this.kind === 'entity';
  }

  /** Itself and everything inside it, in the form's order. */
  *descend(): Generator<FormElement> {
    yield this;
    for (const child of this.children) yield* child.descend();
  }
}

/** A tag that mappers of OpenStreetMap fill in. */
export interface OsmTag {
  readonly key: string;
  readonly label: Text | undefined;
}

/** A cell as text: by language when its columns are. */
export function toText(cell: Cell): Text {
  return typeof cell === 'string' ? cell : flatten(cell);
}

/** Members of a group of cells as texts. */
export function toTexts(cells: Cells): Map<string, Text> {
  return new Map([...cells].map(([name, cell]) => [name, toText(cell)]));
}

/** Members of a group of cells as plain texts. Columns deeper than any that means something are written as a group. */
export function flatten(cells: Cells): Map<string, string> {
  return new Map([...cells].map(([name, cell]) => [name, writeCell(cell)]));
}

function writeCell(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  return `{${[...cell].map(([name, inner]) => `'${name}': '${writeCell(inner)}'`).join(', ')}}`;
}
