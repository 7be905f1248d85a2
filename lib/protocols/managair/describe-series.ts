import { binFunctions } from '#lib/sensors/index.ts';
import {
  answersOf,
  type Described,
  documentSchema,
  forEverybody,
  forPeople,
  idParameter,
  parameter,
  schemaRef,
  uuidSchema,
} from './describe-answers.ts';
import { combineRules } from './air-quality.ts';
import { jsonApiType } from './media-type.ts';

const seconds = { type: 'integer', description: 'Unix seconds' };

function seriesPath(type: 'Node-Timeseries' | 'Installation-Timeseries', more: Described): Described {
  const attributes = {
    type: 'object',
    properties: {
      ...more,
      node_alias: { type: 'string' },
      query_timestamp_s: seconds,
      from_timestamp_s: seconds,
      to_timestamp_s: seconds,
      sample_count: { type: 'integer', description: 'Samples of this answer' },
      samples: { type: 'array', items: { anyOf: [schemaRef('Sample'), schemaRef('Step')] } },
      gaps: {
        type: 'array',
        items: { type: 'object', properties: { from_timestamp_s: seconds, to_timestamp_s: seconds } },
      },
      url: { type: 'string', format: 'uri' },
    },
    additionalProperties: false,
  };
  const data = {
    type: 'object',
    required: ['type', 'id', 'attributes'],
    properties: { type: { const: type }, id: { type: 'string' }, attributes },
  };
  const given = answersOf({ status: 200, text: 'Samples, oldest first unless asked otherwise' }, [400, 401, 404, 406]);
  const content = { [jsonApiType]: { schema: documentSchema(data) }, 'text/csv': { schema: { type: 'string' } } };
  const responses = { ...given, 200: { ...(given['200'] as object), content } };
  const security = type === 'Node-Timeseries' ? forPeople : forEverybody;
  return {
    parameters: [idParameter],
    get: { tags: [type], summary: 'What was measured', security, parameters: seriesParameters, responses },
  };
}

const seriesParameters = [
  parameter('filter[from]', 'Unix seconds of the first sample, included', { type: 'integer' }),
  parameter('filter[to]', 'Unix seconds of the last sample, included; now unless told', { type: 'integer' }),
  parameter('limit', 'Samples of one answer; links.next leads on', { type: 'integer', minimum: 1 }),
  parameter('cursor', 'Where the answer before has ended'),
  parameter('order', 'asc: oldest first', { enum: ['asc', 'desc'] }),
  parameter('interval', 'Seconds of the steps that samples are put together in', { type: 'integer', minimum: 1 }),
  parameter('fn', 'How they are put together: mean unless told', { enum: binFunctions }),
  parameter('gaps', 'Seconds: longer silences between neighbours come along', { type: 'integer', minimum: 1 }),
];

/** What was measured by a node (managair.md 7). */
export const nodeSeriesPath: Described = seriesPath('Node-Timeseries', {});
/** The same, clipped to an installation. */
export const installationSeriesPath: Described = seriesPath('Installation-Timeseries', {
  node_id: uuidSchema,
});

/** The air of a room (managair.md 8). */
export function airQualityPath({ hasMonth }: { readonly hasMonth: boolean }): Described {
  const month = { name: 'month', in: 'path', required: true, schema: { type: 'string', pattern: '^\\d{4}-\\d{2}$' } };
  const data = {
    type: 'object',
    required: ['type', 'id', 'attributes'],
    properties: { type: { const: 'room-airquality' }, id: { type: 'string' }, attributes: airAttributes },
  };
  const summary = hasMonth ? 'The air of a room in a month' : 'The air of a room in the 30 days before today';
  return {
    parameters: [idParameter, ...(hasMonth ? [month] : [])],
    get: {
      tags: ['Room'],
      summary,
      security: forEverybody,
      parameters: airParameters,
      responses: answersOf({ status: 200, text: summary, schema: documentSchema(data) }, [400, 404, 406]),
    },
  };
}

const airParameters = [
  parameter('include_histogram', 'true: means by weekday and local hour come along'),
  parameter('mode', 'legacy: computed as the replaced server did', { enum: ['corrected', 'legacy'] }),
  parameter('combine', 'How several nodes of the room are put together', { enum: combineRules }),
];

const numberOrNull = { type: ['number', 'null'] };

const airDay = {
  type: 'object',
  properties: {
    date: { type: 'string', description: 'Day of the calendar of the site' },
    length_s: { type: 'integer', description: '23, 24 or 25 hours' },
    is_valid: { type: 'boolean', description: 'There is enough data to judge it' },
    gap_duration_s: { type: 'number' },
    max_ppm: numberOrNull,
    mean_ppm: numberOrNull,
    excess_duration_s: numberOrNull,
    mean_excess_ppm: numberOrNull,
    excess_rate: numberOrNull,
    excess_score: { ...numberOrNull, description: 'Mean excess over the threshold times the share of time in excess' },
  },
  additionalProperties: false,
};

const airAttributes = {
  type: 'object',
  properties: {
    year_month: { type: ['string', 'null'] },
    query_timestamp_s: seconds,
    from_timestamp_s: seconds,
    to_timestamp_s: seconds,
    clean_air_medal: { type: ['boolean', 'null'], description: 'null: there is not enough data to say' },
    medal_state: { type: 'string' },
    indicator: { type: 'object', description: 'Version, time zone, rule and thresholds of the computation' },
    nodes: { type: 'array', items: uuidSchema },
    slot_count: { type: 'integer' },
    days: { type: 'array', items: airDay },
    by_node: { type: 'array', items: { type: 'object', description: 'node, and its own medal and days' } },
    airq_hist: { type: 'object', description: 'Mo to Su: means of the hours of the day' },
    url: { type: 'string', format: 'uri' },
  },
  additionalProperties: false,
};
