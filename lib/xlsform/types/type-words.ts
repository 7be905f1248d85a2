/** What begins and ends around other questions. */
export type ContainerType = 'group' | 'repeat' | 'loop';

export type SelectType = 'select one' | 'select all that apply' | 'select one external' | 'rank';

const containers: Readonly<Record<string, ContainerType>> = {
  group: 'group',
  lgroup: 'repeat',
  repeat: 'repeat',
  loop: 'loop',
  'looped group': 'repeat',
};

const selects: Readonly<Record<string, SelectType>> = {
  'add select one prompt using': 'select one',
  'add select multiple prompt using': 'select all that apply',
  'select all that apply from': 'select all that apply',
  'select one from': 'select one',
  select1: 'select one',
  select_one: 'select one',
  'select one': 'select one',
  select_multiple: 'select all that apply',
  'select all that apply': 'select all that apply',
  select_one_external: 'select one external',
  select_one_from_file: 'select one',
  select_multiple_from_file: 'select all that apply',
  'select one from file': 'select one',
  'select multiple from file': 'select all that apply',
  rank: 'rank',
};

const containerWords = Object.keys(containers).join('|');
const begin = new RegExp(String.raw`^begin[\s_](${containerWords})(?: (?:over )?(\S+))?$`);
const end = new RegExp(String.raw`^end[\s_](${containerWords})$`);
const select = new RegExp(
  String.raw`^(${Object.keys(selects).join('|')}) (\S+)(?: (or specify other|or_other|or other))?$`,
);
const osm = /osm (\S+)/;

const selectTypes = new Set<string>(Object.values(selects));

/** Is it, once parsed, the type of a question with choices? */
export function isSelectType(type: string): boolean {
  return selectTypes.has(type);
}

/** What a type that begins a group, repeat or loop says; the list is a loop's. */
export function parseBegin(type: string): { container: ContainerType; list: string | undefined } | undefined {
  const match = begin.exec(type);
  const container = containers[match?.[1] ?? ''];
  return container && { container, list: match?.[2] };
}

/** What a type that ends a group, repeat or loop ends. */
export function parseEnd(type: string): ContainerType | undefined {
  return containers[end.exec(type)?.[1] ?? ''];
}

/** What the type of a question with choices says. */
export interface SelectWords {
  /** As written: `select_one_from_file`. */
  readonly command: string;
  readonly type: SelectType;
  /** A list's name, a file's name or a reference. */
  readonly list: string;
  /** Is "other" offered, with a text to specify it? */
  readonly hasOther: boolean;
  readonly isFromFile: boolean;
}

/** Undefined for types without choices. */
export function parseSelect(type: string): SelectWords | undefined {
  const [, command, list, other] = select.exec(type) ?? [];
  const selectType = selects[command ?? ''];
  if (command === undefined || list === undefined || !selectType) return undefined;
  const isFromFile = command.endsWith('from_file') || command.endsWith('from file');
  return { command, type: selectType, list, hasOther: other !== undefined, isFromFile };
}

/** The list of tags of an OpenStreetMap question; undefined for other types. */
export function parseOsm(type: string): string | undefined {
  return osm.exec(type)?.[1];
}
