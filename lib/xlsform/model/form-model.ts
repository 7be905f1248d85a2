/**
 * The typed, path-keyed model of a form. It holds what an XForm says and nothing else: the model a conversion gives
 * and the model read back from its XML are equal. Plain data: it survives JSON, and order is kept by lists.
 */
export interface FormModel {
  /** `id` of the primary instance. */
  readonly formId: string;
  readonly version: string | null;
  readonly title: string;
  /** Name of the root node, `data` unless the form says otherwise: the first step of every path. */
  readonly rootName: string;
  /** Body class: `pages`, `theme-grid` … */
  readonly style: string | null;
  /** Names of the languages as the form writes them; empty when its texts are in no named language. */
  readonly languages: readonly string[];
  /** The language shown first; null when none is marked. */
  readonly defaultLanguage: string | null;
  /** Groups, repeats and questions in the form's order, each after the node that holds it. Paths are unique. */
  readonly nodes: readonly FormNode[];
  readonly choiceLists: readonly ChoiceList[];
  /** Files the form reads while it is filled in: CSV, XML and GeoJSON lists, last-saved. */
  readonly externalInstances: readonly ExternalInstance[];
  readonly entities: readonly EntityDeclaration[];
  /** Expression that names a submission; null when submissions have no name of their own. */
  readonly instanceName: string | null;
  readonly submission: SubmissionSettings | null;
}

/** Absolute path of a node: `/data/group/question`. */
export type FormPath = string;

/** XPath with runs of blanks outside quotes collapsed. */
export type Expression = string;

/** Text by language name; under `default` where the form names no language. References are written `${path}`. */
export type Texts = Readonly<Record<string, string>>;

/** What a person reads, sees or hears at one place; each part by language, absent where the form has none. */
export interface Caption {
  readonly text?: Texts;
  readonly guidance?: Texts;
  readonly image?: Texts;
  readonly 'big-image'?: Texts;
  readonly audio?: Texts;
  readonly video?: Texts;
}

export type FormNode = GroupNode | RepeatNode | QuestionNode;

interface NodeBase {
  readonly path: FormPath;
  readonly name: string;
  /** Path of the group or repeat around it; null at the top. */
  readonly parent: FormPath | null;
  /** null where the form shows none. */
  readonly label: Caption | null;
  readonly relevant: Expression | null;
  readonly appearance: string | null;
  /** Other attributes of its control and bind under their written names: `start`, `orx:max-pixels`, `intent` … */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface GroupNode extends NodeBase {
  readonly kind: 'group';
}

export interface RepeatNode extends NodeBase {
  readonly kind: 'repeat';
  /** Expression of how often it repeats; null when the person decides. */
  readonly count: Expression | null;
}

export interface QuestionNode extends NodeBase {
  readonly kind: 'question';
  readonly type: QuestionType;
  /** What its answers are: the bind's type without its prefix. */
  readonly dataType: string;
  readonly hint: Caption | null;
  /** null = never required. */
  readonly required: Expression | null;
  readonly requiredMessage: Caption | null;
  readonly constraint: Expression | null;
  readonly constraintMessage: Caption | null;
  /** null = may be changed. */
  readonly readonly: Expression | null;
  readonly calculation: Expression | null;
  /** Text that the node holds from the start, or an expression evaluated when the form is opened. */
  readonly default: { readonly text: string } | { readonly expression: Expression } | null;
  /** Questions whose change sets this one. */
  readonly triggers: readonly FormPath[];
  /** Where the choices of a select, rank or OSM question come from. */
  readonly choices: ChoiceSource | null;
  /** Entity property that the answer is saved to, as written. */
  readonly saveTo: string | null;
}

export type GeoType = 'geopoint' | 'geotrace' | 'geoshape' | 'start-geopoint' | 'background-geopoint';

export type MediaType = 'image' | 'audio' | 'video' | 'file' | 'background-audio';

export type SelectType = 'select_one' | 'select_multiple' | 'rank' | 'select_one_external';

export type MetadataType =
  | 'start'
  | 'end'
  | 'today'
  | 'deviceid'
  | 'phonenumber'
  | 'email'
  | 'username'
  | 'subscriberid'
  | 'simserial'
  | 'audit';

/** What a question does, by its canonical name; old aliases are gone. */
export type QuestionType =
  | 'text'
  | 'note'
  | 'integer'
  | 'decimal'
  | 'range'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'barcode'
  | 'acknowledge'
  | 'osm'
  | 'calculate'
  | 'hidden'
  | GeoType
  | MediaType
  | SelectType
  | MetadataType;

export interface ChoiceList {
  readonly name: string;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly value: string;
  readonly label: Caption | null;
  /** Further columns of the list, for filters and geometry. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Where choices come from. */
export type ChoiceSource = ListSource | InstanceSource | RepeatSource;

interface SourceBase {
  /** Predicate on the choices; null when all are offered. */
  readonly filter: Expression | null;
  readonly isRandomized: boolean;
  readonly seed: Expression | null;
}

/** A list of the form itself. A list written inside one question is named by that question's path. */
export interface ListSource extends SourceBase {
  readonly kind: 'list';
  readonly list: string;
}

/** A file beside the form, by the id of its external instance. */
export interface InstanceSource extends SourceBase {
  readonly kind: 'instance';
  readonly instance: string;
  /** Columns that hold what is stored and what is shown. */
  readonly value: string;
  readonly label: string;
}

/** What was answered in a repeat of the same form. */
export interface RepeatSource extends SourceBase {
  readonly kind: 'repeat';
  readonly nodeset: Expression;
  readonly value: string;
  readonly label: string;
}

export interface ExternalInstance {
  readonly id: string;
  /** `jr://file/…`, `jr://file-csv/…`, `jr://instance/last-saved`. */
  readonly src: string;
}

/** What submissions do to entities of one list. */
export interface EntityDeclaration {
  /** Path of the `entity` node. */
  readonly path: FormPath;
  readonly dataset: string;
  /** Condition of creating one; `true()` when always; null when it never creates. */
  readonly createIf: Expression | null;
  readonly updateIf: Expression | null;
  /** Expression of the id; null when a new one is drawn. */
  readonly entityId: Expression | null;
  readonly label: Expression | null;
}

export interface SubmissionSettings {
  readonly url: string | null;
  readonly publicKey: string | null;
  readonly autoSend: string | null;
  readonly autoDelete: string | null;
  readonly clientEditable: string | null;
}
