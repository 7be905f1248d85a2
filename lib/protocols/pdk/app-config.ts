import { resolveConfiguration } from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Answer, Exchange } from './exchange.ts';
import { readUploadForm, UploadForm, bodyKindOf } from './read-upload-form.ts';

/** Largest form that asks for a configuration, in bytes. */
const maxFormBytes = 64 * 1024;

export interface AppConfigRequest {
  readonly ctx: Context;
  readonly exchange: Exchange;
  readonly studyId: string;
}

/**
 * Answers with the configuration of a device: JSON with two spaces, `null` when none fits. Parameters come in the query
 * or in a form; any other method counts as asking without parameters (PDK section 1.11).
 */
export async function answerAppConfig({ ctx, exchange, studyId }: AppConfigRequest): Promise<Answer> {
  const parameter = await readParameters(ctx, exchange);
  const identifier = parameter('id') ?? parameter('identifier') ?? 'default';
  const body = await resolveConfiguration(ctx, { studyId, identifier, context: parameter('context') ?? 'default' });
  return { status: 200, body, isIndented: true };
}

async function readParameters(ctx: Context, exchange: Exchange): Promise<(name: string) => string | undefined> {
  const { query, method } = exchange;
  const inQuery = (name: string) => query.get(name) ?? undefined;
  if (method === 'GET' || method === 'HEAD') return inQuery;
  if (method !== 'POST') return () => undefined;
  if (bodyKindOf(exchange) === 'raw') return inQuery;
  const form = new UploadForm(ctx);
  try {
    await readUploadForm(exchange, form, maxFormBytes);
    return (name) => form.fields.get(name) ?? inQuery(name);
  } finally {
    await form.release({ isKept: false });
  }
}
