import { answerJson } from '#lib/platform/http/answer-json.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getTask } from '#lib/platform/tasks/index.ts';
import { getPyramid, receiveImport, startImportRun } from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { one } from './place-searches.ts';
import { readFlag, readInteger, readText, refuse, type Params } from './read-params.ts';
import { asTask } from './tasks.ts';

/** Largest form that is read whole. */
const maxFormBytes = 256 * 1024 * 1024;

/**
 * `POST /api/tasks/create/importgpkg/`, multipart: brings a GeoPackage in as a task. `data_source` names the pyramid,
 * `version_number` a version of it (a new one when left out, with a `description`); units are NEW unless `default_valid`
 * says so.
 * Errors: `input_invalid`, `not_found`, `permission_missing`, `body_too_large`, `file_unreadable`.
 */
export async function orderGeopackageImport({ ctx, runtime, request }: IasoCall): Promise<Response> {
  // Before anything of the form is held.
  requireVerb(ctx, 'registry.edit');
  const { maxImportBytes: maxBytes } = runtime.config;
  const { file, fields } = await readForm(request, maxBytes);
  const source = readInteger(fields, 'data_source') ?? refuse('data_source', 'This field is required.');
  const pyramid = await getPyramid(ctx, await one(ctx, 'pyramid', source));
  const { id: importId } = await receiveImport(ctx, {
    fileName: file.name,
    content: file.stream(),
    announcedBytes: file.size,
    maxBytes,
  });
  const taskId = await startImportRun(ctx, {
    importId,
    settings: {
      pyramid: pyramid.name,
      version: readInteger(fields, 'version_number') ?? null,
      status: readFlag(fields, 'default_valid') ? 'VALID' : 'NEW',
      description: readText(fields, 'description'),
    },
  });
  return answerJson({ task: asTask(await getTask(ctx, taskId)) }, 201);
}

/** The file and the fields of a form. The form is read whole: larger files come in through our own API, as a stream. */
async function readForm(request: Request, maxBytes: number): Promise<{ readonly file: File; readonly fields: Params }> {
  if (!/^multipart\/form-data/i.test(request.headers.get('content-type') ?? '')) {
    return refuse('file', 'A form with a file is wanted.');
  }
  const announced = Number(request.headers.get('content-length') ?? NaN);
  if (!(announced <= Math.min(maxBytes, maxFormBytes))) throw tooLarge();
  const form = await parseForm(request);
  const file = form.get('file');
  if (!(file instanceof File)) return refuse('file', 'This field is required.');
  return { file, fields: Object.fromEntries([...form].filter(([, value]) => typeof value === 'string')) };
}

async function parseForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    throw new Problem('file_unreadable', { detail: 'The form cannot be read to its end.', cause: error });
  }
}

function tooLarge(): Problem {
  return new Problem('body_too_large', {
    detail:
      'A form of at most 256 MB, with its length announced, is taken here. Larger files: /api/cairn/v1/registry-imports.',
  });
}
