import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';

const pointSchema = z
  .looseObject({
    'passive-data-metadata': z.looseObject({
      source: z.string().meta({ description: 'What the device calls itself.' }),
      generator: z.string().meta({ description: '"<type>: <user agent>".' }),
      'generator-id': z.string().optional().meta({ description: 'The type, as "pdk-location".' }),
      timestamp: z.number().meta({ description: 'Unix seconds, fractions allowed.' }),
      timezone: z.string().optional().meta({ description: 'IANA name.' }),
      latitude: z.number().optional(),
      longitude: z.number().optional(),
    }),
  })
  .meta({ id: 'PassivePoint', description: 'One reading: any members, and the metadata.' });

const bundleFields = {
  payload: z.string().meta({ description: 'JSON array of points; or Base64 of gzip; or Base64 of a NaCl box.' }),
  compression: z.enum(['none', 'gzip']).optional(),
  encrypted: z.enum(['true']).optional(),
  nonce: z.string().optional().meta({ description: 'Base64, 24 bytes; with `encrypted`.' }),
};

const storedSchema = z.object({ message: z.string(), added: z.boolean() }).meta({ id: 'BundleStored' });
const stored = {
  description: 'Stored. Sending the same again changes nothing.',
  content: { 'application/json': { schema: storedSchema } },
};
const refused = {
  description: 'It cannot be read as a bundle; kept for a person to look at.',
  content: { 'application/json': { schema: z.object({ message: z.string() }) } },
};

const bundlePost: ZodOpenApiOperationObject = {
  tags: ['devices'],
  summary: 'Send a bundle of points as a form',
  description: 'The form of Android phones, browser extensions and proxies. Answered once it is on disk.',
  security: [],
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: z.object(bundleFields).meta({ description: 'Further parts with a file name are attachments.' }),
      },
      'application/x-www-form-urlencoded': { schema: z.object(bundleFields) },
    },
  },
  responses: { '201': stored, '400': refused },
};

const bundlePut: ZodOpenApiOperationObject = {
  tags: ['devices'],
  summary: 'Send a bundle of points as gzip, with a token',
  description:
    'The newest and leanest way: the raw gzip bytes of a JSON array, no form and no Base64. The token needs the scope intake.send.',
  security: [{ studyToken: [] }],
  requestParams: {
    header: z.object({ 'X-PDK-IDENTIFIER': z.string().optional(), 'Content-Encoding': z.literal('gzip') }),
  },
  requestBody: { required: true, content: { 'application/json': { schema: z.array(pointSchema) } } },
  responses: {
    '201': stored,
    '400': refused,
    '401': { description: 'The token is not valid for this study.', content: refused.content },
  },
};

const pointPost: ZodOpenApiOperationObject = {
  tags: ['devices'],
  summary: 'Send one point',
  security: [],
  requestBody: {
    required: true,
    content: { 'application/x-www-form-urlencoded': { schema: z.object({ payload: z.string() }) } },
  },
  responses: {
    '201': { description: 'Stored.', content: { 'application/json': { schema: z.object({ message: z.string() }) } } },
    '400': refused,
  },
};

const configurationGet: ZodOpenApiOperationObject = {
  tags: ['devices'],
  summary: 'Ask for the configuration of a device',
  description: 'Also as a POST form. The first configuration that fits; `null` when none does.',
  security: [],
  requestParams: {
    query: z.object({
      id: z.string().optional().meta({ description: 'What the device calls itself; also `identifier`.' }),
      context: z.string().optional(),
    }),
  },
  responses: {
    '200': { description: 'The configuration, or null.', content: { 'application/json': { schema: z.unknown() } } },
  },
};

function doorsBelow(prefix: string): ZodOpenApiPathsObject {
  const parameters = prefix.includes('{')
    ? [
        {
          name: 'studyKey',
          in: 'path',
          required: true,
          schema: { type: 'string' },
          description: 'The key of the study.',
        } as const,
      ]
    : [];
  return {
    [`${prefix}/add-bundle.json`]: {
      description: 'Phones with iOS send a bare JSON array with the HTTP method CREATE to the same address.',
      parameters,
      post: bundlePost,
      put: bundlePut,
    },
    [`${prefix}/add-point.json`]: { parameters, post: pointPost },
    [`${prefix}/app-config.json`]: { parameters, get: configurationGet },
    [`${prefix.replace(/data$/, 'v3/data')}/bundle`]: { parameters, put: bundlePut },
  };
}

/**
 * The doors for devices, which speak dialects of their own (passive-data-kit.md, section 1) and so are described by
 * hand: each study's, and those of the study chosen as default.
 */
export const deviceDoors: ZodOpenApiPathsObject = {
  ...doorsBelow('/studies/{studyKey}/data'),
  ...doorsBelow('/data'),
};
