import { z } from 'zod';
import { type Described, schemaRef, uuidSchema } from './describe-answers.ts';
import type { AnyKind } from './resource.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };
const secondsOrNull = { type: ['integer', 'null'], description: 'Unix seconds' };
const seconds = { type: 'integer', description: 'Unix seconds' };

/** Attributes that no document writes: what they are. */
const shown: Readonly<Record<string, Described>> = {
  url: { type: 'string', format: 'uri' },
  image: { type: ['string', 'null'], description: 'Path of the picture on this server' },
  sample_count: integer,
  latest_sample: { anyOf: [schemaRef('Sample'), { type: 'null' }] },
  fidelity: { enum: ['E', 'M', 'D', 'U'], description: 'Alive, missing, dead, unknown' },
  last_contact_s: secondsOrNull,
  last_check_s: seconds,
  username: text,
  email: text,
  first_name: text,
  last_name: text,
  user_name: text,
  organization_name: text,
  node_id: uuidSchema,
  node_alias: text,
  query_timestamp_s: seconds,
  from_timestamp_s: seconds,
  to_timestamp_s: { type: 'integer', description: 'Unix seconds; 2147483647: it has no end' },
};

/** What is answered otherwise than it may be written: numbers as text, empty text for nothing. */
const answered: Readonly<Record<string, Described>> = {
  eui64: { type: ['string', 'null'] },
  base_unit: text,
  description: text,
  size_sqm: { type: ['string', 'null'], description: 'Square metres, one digit behind the point' },
  height_m: { type: ['string', 'null'], description: 'Metres, one digit behind the point' },
  latitude: { type: ['string', 'null'], description: 'Degrees, WGS 84' },
  longitude: { type: ['string', 'null'], description: 'Degrees, WGS 84' },
  role: { enum: ['O', 'A', 'I'], description: 'Owner, assistant, inspector' },
};

const sample: Described = {
  type: 'object',
  required: ['id', 'timestamp_s', 'co2_ppm', 'temperature_celsius', 'rel_humidity_percent', 'measurement_status'],
  properties: {
    id: integer,
    timestamp_s: seconds,
    co2_ppm: { type: ['number', 'null'] },
    temperature_celsius: { type: ['string', 'null'], description: 'One digit behind the point' },
    rel_humidity_percent: { type: ['number', 'null'] },
    measurement_status: { enum: ['M', 'R', 'E'], description: 'Measured, replacement, error' },
  },
  additionalProperties: false,
};

const step: Described = {
  type: 'object',
  description: 'Samples of one step of time put together',
  required: ['timestamp_s', 'co2_ppm', 'temperature_celsius', 'rel_humidity_percent', 'sample_count'],
  properties: {
    timestamp_s: { type: 'integer', description: 'Unix seconds at which the step begins' },
    co2_ppm: { type: ['number', 'null'] },
    temperature_celsius: { type: ['string', 'null'] },
    rel_humidity_percent: { type: ['number', 'null'] },
    sample_count: integer,
  },
  additionalProperties: false,
};

const errors: Described = {
  type: 'object',
  required: ['jsonapi', 'errors'],
  properties: {
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['status', 'code', 'detail'],
        properties: {
          status: text,
          code: text,
          detail: text,
          source: { type: 'object', properties: { pointer: text, parameter: text, header: text } },
        },
      },
    },
  },
};

/** Every schema that the paths point at, by name; `<Type>-Written` is what a document that is sent may have. */
export function describeSchemas(kinds: readonly AnyKind[]): Described {
  const ofKinds = kinds.flatMap((kind) => [
    [kind.type, answeredSchema(kind)] as const,
    ...(kind.writing ? [[`${kind.type}-Written`, writtenSchema(kind)] as const] : []),
  ]);
  return { ...Object.fromEntries(ofKinds), Sample: sample, Step: step, Errors: errors };
}

interface JsonObject {
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
}

function writtenAttributes({ writing }: AnyKind): JsonObject {
  return writing ? (z.toJSONSchema(writing.schema, { io: 'input', unrepresentable: 'any' }) as JsonObject) : {};
}

function answeredSchema(kind: AnyKind): Described {
  const written = writtenAttributes(kind).properties ?? {};
  const notes = kind.computed?.notes ?? {};
  const names = [...Object.keys(kind.attributes), ...(kind.computed?.names ?? []), 'url'];
  const attributes = names.map((name) => {
    const described = answered[name] ?? shown[name] ?? written[name] ?? {};
    return [name, { ...described, ...(notes[name] && { description: notes[name].text }) }];
  });
  const relationships = Object.entries(kind.relations).map(([name, { type, one }]) => {
    const identifier = { type: 'object', properties: { type: { const: type }, id: text } };
    const data = one ? { anyOf: [identifier, { type: 'null' }] } : { type: 'array', items: identifier };
    return [name, { type: 'object', properties: { links: { type: 'object' }, data } }];
  });
  return resourceSchema(kind, ['type', 'id'], {
    attributes: { type: 'object', properties: Object.fromEntries(attributes) as Described },
    relationships: { type: 'object', properties: Object.fromEntries(relationships) as Described },
    links: { type: 'object' },
  });
}

function writtenSchema(kind: AnyKind): Described {
  const { properties = {}, required = [] } = writtenAttributes(kind);
  const relations = Object.entries(kind.relations).filter(([, { write }]) => write !== undefined);
  const linkages = relations.map(([name, { type, one }]) => {
    const identifier = { type: 'object', required: ['type', 'id'], properties: { type: { const: type }, id: text } };
    const data = one ? identifier : { type: 'array', items: identifier };
    return [name, { type: 'object', required: ['data'], properties: { data } }];
  });
  const needed = relations.flatMap(([name, { write }]) => (write === 'required' ? [name] : []));
  return resourceSchema(kind, kind.writing?.needsClientId ? ['type', 'id'] : ['type'], {
    attributes: { type: 'object', properties, required },
    relationships: { type: 'object', properties: Object.fromEntries(linkages) as Described, required: needed },
  });
}

function resourceSchema(kind: AnyKind, required: readonly string[], members: Described): Described {
  const id = kind.ids === 'uuid' ? uuidSchema : text;
  return { type: 'object', required, properties: { type: { const: kind.type }, id, ...members } };
}
