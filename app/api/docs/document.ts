import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { describeManagair, managairBase } from '#lib/protocols/managair/description.ts';
import type { ApiOperation, SchemaNode } from '#components/api-docs/api-operation.ts';

const schemaNodeSchema = z.custom<SchemaNode>((value) => typeof value === 'object' && value !== null);
const contentSchema = z.record(z.string(), z.object({ schema: schemaNodeSchema }));

const parameterSchema = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  description: z.string().default(''),
  schema: schemaNodeSchema,
});

const operationSchema = z.object({
  tags: z.array(z.string()).default([]),
  summary: z.string().default(''),
  description: z.string().default(''),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: contentSchema.optional() })),
});

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const documentSchema = z.object({
  info: z.object({ version: z.string(), description: z.string() }),
  paths: z.record(
    z.string(),
    z.object({
      parameters: z.array(parameterSchema).default([]),
      ...Object.fromEntries(methods.map((method) => [method, operationSchema.optional()])),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), schemaNodeSchema).default({}) }),
});

type Operation = z.infer<typeof operationSchema>;

/** The description as `npm run generate` wrote it. */
export function readDocumentText(): Promise<string> {
  return readFile(join(process.cwd(), 'app/api/docs/generated/openapi.json'), 'utf8');
}

/** The descriptions that are shown: of our own API, and of the one that sensor clients speak. */
export const apiDocuments = ['cairn', 'sensors'] as const;
export type ApiDocument = (typeof apiDocuments)[number];

/** The document that an address names; our own where it names none. */
export function documentOf(word: string | undefined): ApiDocument {
  return apiDocuments.find((document) => document === word) ?? 'cairn';
}

export interface ApiReferenceData {
  readonly version: string;
  readonly description: string;
  readonly operations: readonly ApiOperation[];
  readonly shared: Readonly<Record<string, SchemaNode>>;
}

/** A description in the shape the pages show: operations in the order of their addresses, devices last. */
export async function readApiReference(which: ApiDocument): Promise<ApiReferenceData> {
  const source: unknown = which === 'cairn' ? JSON.parse(await readDocumentText()) : describeManagair(managairBase);
  const document = documentSchema.parse(source);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = (item as Readonly<Record<string, unknown>>)[method] as Operation | undefined;
      return operation ? [shape({ method, path, operation, inherited: item.parameters })] : [];
    }),
  );
  return { ...document.info, operations, shared: document.components.schemas };
}

interface Found {
  readonly method: (typeof methods)[number];
  readonly path: string;
  readonly operation: Operation;
  readonly inherited: z.infer<typeof parameterSchema>[];
}

function shape({ method, path, operation, inherited }: Found): ApiOperation {
  const body = Object.fromEntries(
    Object.entries(operation.requestBody?.content ?? {}).map(([mediaType, { schema }]) => [mediaType, schema]),
  );
  return {
    id: `${method}${path.replace(/[^A-Za-z0-9]+/g, '-')}`,
    method: method.toUpperCase(),
    path,
    tag: operation.tags[0] ?? 'other',
    summary: operation.summary,
    description: operation.description,
    parameters: [...inherited, ...operation.parameters],
    body,
    answers: Object.entries(operation.responses).map(([status, answer]) => ({
      status,
      description: answer.description,
      schema: Object.values(answer.content ?? {})[0]?.schema ?? null,
    })),
    curl: curlLine({ method, path, operation, inherited }, Object.keys(body)[0]),
  };
}

function curlLine({ method, path, operation }: Found, mediaType: string | undefined): string {
  const needsToken = operation.security.length > 0;
  return [
    'curl',
    method === 'get' ? '' : `-X ${method.toUpperCase()}`,
    needsToken ? '-H "Authorization: Bearer $CAIRN_TOKEN"' : '',
    mediaType === 'application/json' ? `-H 'Content-Type: application/json' -d '{…}'` : '',
    mediaType === 'multipart/form-data' ? `-F 'payload=[…]'` : '',
    mediaType === 'application/x-www-form-urlencoded' ? `--data-urlencode 'payload={…}'` : '',
    `"$CAIRN_URL${path}"`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
