import {
  readDay,
  readFlag,
  readInteger,
  readIntegers,
  readList,
  readText,
  refuse,
  type Params,
} from './read-params.ts';

/** What a search asks for, with the integers that the old protocol names things by (spec 3.1). */
export interface WantedSearch {
  readonly text?: string | undefined;
  /** Empty: every status. */
  readonly status: readonly ('NEW' | 'VALID' | 'REJECTED')[];
  readonly typeIds?: readonly number[] | undefined;
  readonly category?: string | undefined;
  readonly groupIds?: readonly number[] | undefined;
  readonly source?: number | undefined;
  readonly version?: number | undefined;
  /** The default version alone is meant, whatever else is named. */
  readonly isOfDefault: boolean;
  /** Keys of studies. */
  readonly studies?: readonly string[] | undefined;
  readonly subSource?: string | undefined;
  readonly parent?: number | 'root' | undefined;
  readonly under?: readonly number[] | undefined;
  readonly notUnder?: readonly number[] | undefined;
  /** The tops of `under` are not meant themselves. */
  readonly isWithoutTops: boolean;
  /** The tops of what the person may see. */
  readonly isOfRoots: boolean;
  readonly depth?: number | undefined;
  readonly geography?: 'any' | 'location' | 'shape' | 'none' | undefined;
  readonly withShape?: boolean | undefined;
  readonly withLocation?: boolean | undefined;
  readonly openingDate?: string | undefined;
  readonly closedDate?: string | undefined;
  readonly openAt?: string | undefined;
}

/** Filters that look at submissions or at links between versions; a list that ignored them would be wrong. */
const unanswered = ['hasInstances', 'dateFrom', 'dateTo', 'linkedTo', 'linkValidated', 'linkSource', 'linkVersion'];
const statuses = ['NEW', 'VALID', 'REJECTED'] as const;
const geographies = ['any', 'location', 'shape', 'none'] as const;
const mostSearches = 10;

/** The searches of a list: those of `searches`, else one of the parameters themselves. Errors: `input_invalid`. */
export function readSearches(params: Params): {
  readonly searches: readonly WantedSearch[];
  readonly areMany: boolean;
} {
  const text = readText(params, 'searches');
  if (text === undefined) return { searches: [readSearch(params)], areMany: false };
  const list = parseJson(text);
  if (!Array.isArray(list) || list.length === 0) return refuse('searches', 'A JSON list of searches is wanted.');
  if (list.length > mostSearches) return refuse('searches', `At most ${String(mostSearches)} searches at once.`);
  const outer = { app_id: params['app_id'], project: params['project'] };
  const searches = list.map((one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? readSearch({ ...outer, ...one })
      : refuse('searches', 'Each search is an object.'),
  );
  return { searches, areMany: true };
}

/** One search. Errors: `input_invalid`. */
export function readSearch(params: Params): WantedSearch {
  for (const name of unanswered) {
    if (readText(params, name) !== undefined) refuse(name, 'Units cannot be searched by this yet.');
  }
  const under = readIntegers(params, 'orgUnitParentIds') ?? readIntegers(params, 'orgUnitParentId');
  const isDirect = readFlag(params, 'onlyDirectChildren');
  const [only] = under ?? [];
  const parent = isDirect && only !== undefined ? only : readInteger(params, 'parent_id');
  return {
    text: readText(params, 'search'),
    status: readStatuses(params),
    typeIds: readIntegers(params, 'orgUnitTypeId'),
    category: readText(params, 'orgUnitTypeCategory')?.toUpperCase(),
    groupIds: readIntegers(params, 'group'),
    source: readInteger(params, 'source'),
    version: readInteger(params, 'version'),
    isOfDefault: readFlag(params, 'defaultVersion') ?? false,
    studies: readList(params, 'app_id') ?? readList(params, 'project'),
    subSource: readText(params, 'sourceId'),
    parent: parent === 0 ? 'root' : parent,
    under: isDirect ? undefined : under,
    notUnder: readIntegers(params, 'excludedOrgUnitParentIds'),
    isWithoutTops: isDirect === false,
    isOfRoots: readFlag(params, 'rootsForUser') ?? false,
    depth: readInteger(params, 'depth'),
    geography: readGeography(params),
    withShape: readFlag(params, 'withShape'),
    withLocation: readFlag(params, 'withLocation'),
    openingDate: readDay(params, 'opening_date'),
    closedDate: readDay(params, 'closed_date'),
    openAt: readDay(params, 'open_date'),
  };
}

/** `validation_status`: a comma list, or `all`; VALID when left out. */
export function readStatuses(params: Params, otherwise: WantedSearch['status'] = ['VALID']): WantedSearch['status'] {
  const words = readList(params, 'validation_status');
  if (words === undefined) return otherwise;
  if (words.includes('all')) return [];
  return words.map(
    (word) =>
      statuses.find((status) => status === word) ??
      refuse('validation_status', `Invalid validation status : ${word.slice(0, 40)}`),
  );
}

function readGeography(params: Params): WantedSearch['geography'] {
  const word = readText(params, 'geography');
  if (word === undefined) return undefined;
  return geographies.find((one) => one === word) ?? refuse('geography', 'Say any, location, shape or none.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('searches', 'This is not JSON.');
    throw error;
  }
}
