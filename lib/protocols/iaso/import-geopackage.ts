import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import busboy from 'busboy';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getTask } from '#lib/platform/tasks/index.ts';
import { getPyramid, receiveImport, startImportRun } from '#lib/registry/index.ts';
import { answerJson } from './answers.ts';
import type { IasoCall } from './exchange.ts';
import { one } from './place-searches.ts';
import { readFlag, readInteger, refuse, type Params } from './read-params.ts';
import { asTask } from './tasks.ts';

/**
 * `POST /api/tasks/create/importgpkg/`, multipart: brings a GeoPackage in as a task. `data_source` names the pyramid,
 * `version_number` a version of it (a new one when left out); units are NEW unless `default_valid` says so.
 * Errors: `input_invalid`, `not_found`, `permission_missing`, `body_too_large`, `file_unreadable`.
 */
export async function orderGeopackageImport({ ctx, runtime, request }: IasoCall): Promise<Response> {
  const { fields, received } = await readForm(ctx, request, runtime.config.maxImportBytes);
  const source = readInteger(fields, 'data_source') ?? refuse('data_source', 'This field is required.');
  const pyramid = await getPyramid(ctx, await one(ctx, 'pyramid', source));
  const taskId = await startImportRun(ctx, {
    importId: received.id,
    settings: {
      pyramid: pyramid.name,
      version: readInteger(fields, 'version_number') ?? null,
      status: readFlag(fields, 'default_valid') ? 'VALID' : 'NEW',
    },
  });
  return answerJson({ task: asTask(await getTask(ctx, taskId)) }, 201);
}

type Received = Awaited<ReturnType<typeof receiveImport>>;

/** The fields of a form, and its file, which goes into the store as it comes. */
async function readForm(
  ctx: Context,
  request: Request,
  maxBytes: number,
): Promise<{ readonly fields: Params; readonly received: Received }> {
  if (!/^multipart\/form-data/i.test(request.headers.get('content-type') ?? '') || !request.body) {
    return refuse('file', 'A form with a file is wanted.');
  }
  const fields: Record<string, string> = {};
  let receiving: Promise<Received> | undefined;
  const form = busboy({
    headers: Object.fromEntries(request.headers),
    limits: { files: 1, fields: 20, fieldSize: 4096 },
  });
  form.on('field', (name, value) => {
    fields[name] = value;
  });
  form.on('file', (_name, content, { filename }) => {
    const upload = receiveImport(ctx, { fileName: filename ?? 'file', content, announcedBytes: null, maxBytes });
    // What follows a refused file has to be read past, or the form never ends; the refusal is told below.
    upload.catch(() => content.resume());
    receiving = upload;
  });
  try {
    await pipeline(Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>), form);
  } catch (error) {
    const [upload] = await Promise.allSettled([receiving]);
    if (upload.status === 'rejected') throw upload.reason;
    throw new Problem('file_unreadable', { detail: 'The form cannot be read to its end.', cause: error });
  }
  return { fields, received: await (receiving ?? refuse('file', 'This field is required.')) };
}
