import {
  answersOf,
  bodyOf,
  type Described,
  documentSchema,
  forEverybody,
  forPeople,
  idParameter,
  listSchema,
  parameter,
  schemaRef,
} from './describe-answers.ts';
import { kindOf } from './kinds/kinds.ts';
import type { AnyKind, Relation } from './resource.ts';

/** Every path that the table of kinds makes of one: its list, one of it, and what its relations lead to. */
export function pathsOfKind(kind: AnyKind): [string, Described][] {
  const relations = Object.entries(kind.relations).map(([name, relation]): [string, Described] => [
    `/${kind.path}/{id}/${relation.segment ?? name}/`,
    relatedPath(kind, relation),
  ]);
  return [[`/${kind.path}/`, listPath(kind)], [`/${kind.path}/{id}/`, onePath(kind)], ...relations];
}

function securityOf({ access }: AnyKind): readonly Described[] {
  return access === 'people' ? forPeople : forEverybody;
}

const writeErrors = [400, 401, 403, 404, 406, 409, 413, 415];

function listPath(kind: AnyKind): Described {
  const { type, writing } = kind;
  const get = {
    tags: [type],
    summary: `List of ${type}`,
    security: securityOf(kind),
    parameters: listParameters(kind),
    responses: answersOf({ status: 200, text: 'A page', schema: listSchema(schemaRef(type)) }, [400, 401, 404, 406]),
  };
  if (!writing?.create) return { get };
  const installNow = parameter('install_now', 'true: the installation of the node that runs ends when this one begins');
  const post = {
    tags: [type],
    summary: `Make a ${type}`,
    security: forPeople,
    ...(type === 'Installation' && { parameters: [installNow] }),
    requestBody: bodyOf(sentSchema(kind)),
    responses: answersOf({ status: 201, text: 'Made', schema: documentSchema(schemaRef(type)) }, writeErrors),
  };
  return { get, post };
}

function onePath(kind: AnyKind): Described {
  const { type, writing } = kind;
  const it = documentSchema(schemaRef(type));
  const read = {
    tags: [type],
    summary: `One ${type}`,
    security: securityOf(kind),
    parameters: [...presentationParameters(kind), ...(isMeasured(kind) ? seriesParameters : [])],
    responses: answersOf({ status: 200, text: 'It', schema: it }, [400, 401, 404, 406]),
  };
  if (!writing) return { parameters: [idParameter], get: read };
  const write = (summary: string) => ({
    tags: [type],
    summary,
    security: forPeople,
    requestBody: bodyOf(sentSchema(kind)),
    responses: answersOf({ status: 200, text: 'As it is now', schema: it }, writeErrors),
  });
  return {
    parameters: [idParameter],
    get: read,
    patch: write(`Change a ${type}: only what is told`),
    put: write(`Replace a ${type}: with all that a new one needs`),
    delete: {
      tags: [type],
      summary: `Remove a ${type}`,
      security: forPeople,
      responses: answersOf({ status: 204, text: 'Removed' }, [401, 403, 404, 409]),
    },
  };
}

function sentSchema({ type }: AnyKind): Described {
  return { type: 'object', required: ['data'], properties: { data: schemaRef(`${type}-Written`) } };
}

function relatedPath(kind: AnyKind, { type, one }: Relation<unknown>): Described {
  const other = kindOf(type);
  const it = schemaRef(type);
  const schema = one ? documentSchema({ anyOf: [it, { type: 'null' }] }) : listSchema(it);
  return {
    parameters: [idParameter],
    get: {
      tags: [kind.type],
      summary: `${one ? 'The' : 'List of'} ${type} of a ${kind.type}`,
      security: other.access === 'people' ? forPeople : securityOf(kind),
      parameters: one ? presentationParameters(other) : listParameters(other),
      responses: answersOf({ status: 200, text: one ? 'It' : 'A page', schema }, [400, 401, 404, 406]),
    },
  };
}

function presentationParameters({ type }: AnyKind): Described[] {
  return [
    parameter('include', 'Relations that come along: names, or paths with points, separated by commas'),
    parameter(`fields[${type}]`, 'Members to answer, separated by commas'),
  ];
}

const seriesParameters = [
  parameter('include_timeseries', 'true: what was measured comes along'),
  parameter('filter[from]', 'Unix seconds of the first sample, included', { type: 'integer' }),
  parameter('filter[to]', 'Unix seconds of the last sample, included', { type: 'integer' }),
];

function isMeasured({ type }: AnyKind): boolean {
  return type === 'Node' || type === 'Installation';
}

function listParameters(kind: AnyKind): Described[] {
  const number = { type: 'integer', minimum: 1 };
  return [
    ...kind.filters.map((name) =>
      parameter(
        `filter[${name}]`,
        name === 'search' ? 'Text that they have, in any case' : `Only those of this ${name}`,
      ),
    ),
    parameter('sort', `Names, with a minus for the other way round: ${kind.sortable.join(', ')}`),
    parameter('page[number]', 'Number of the page, from 1', number),
    parameter('page[size]', 'Things of a page', { ...number, maximum: 1000 }),
    parameter('page[after]', 'Pages by key: what comes after this one'),
    parameter('page[before]', 'Pages by key: what comes before this one'),
    ...presentationParameters(kind),
  ];
}
