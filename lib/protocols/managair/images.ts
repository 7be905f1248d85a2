import { Readable } from 'node:stream';
import { openInstallationImage, putInstallationImage, type RoomInstallation } from '#lib/sensors/index.ts';
import { answerDocument } from './answer.ts';
import { ApiError, ApiErrors, entriesOf } from './errors.ts';
import { type ManagairCall, requirePerson } from './exchange.ts';
import { getThing } from './find-things.ts';
import { installationKind } from './kinds/devices.ts';
import { guardChange } from './guard-writes.ts';

/** Largest form: the largest picture and what is around it. */
const maxFormBytes = 11_000_000;

/** `PUT installations/{id}/image/`: a form with the field `image`. What the picture is, its bytes say (defect 11). */
export async function serveImageUpload(call: ManagairCall, id: string): Promise<Response> {
  requirePerson(call.visitor);
  const row = (await getThing(call, installationKind, id)) as RoomInstallation;
  guardChange(call, installationKind, row);
  const ctx = call.inside(row.organizationId);
  const bytes = await readPicture(call.request);
  await tellingOfImage(() => putInstallationImage(ctx, row.id, bytes));
  const image = `/api/v1/installations/${row.legacyId}/image/`;
  return answerDocument({ data: { type: 'Installation', id: row.legacyId, attributes: { image } } });
}

/** What is wrong with a picture is told of the field that it came in. */
async function tellingOfImage(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { entries, isFault } = entriesOf(error);
    if (isFault) throw error;
    const isOfImage = ({ status }: { readonly status: number }) => status === 400 || status === 413;
    throw new ApiErrors(entries.map((entry) => (isOfImage(entry) ? { ...entry, source: imagePointer } : entry)));
  }
}

const imagePointer = { pointer: '/data/attributes/image' };

async function readPicture(request: Request): Promise<Uint8Array> {
  if (!/^multipart\/form-data/i.test(request.headers.get('content-type') ?? '')) {
    throw new ApiError(415, 'Send a form (multipart/form-data) with the picture in the field "image".');
  }
  const tooLarge = Number(request.headers.get('content-length') ?? 0) > maxFormBytes;
  if (tooLarge) throw new ApiError(413, 'A picture has at most 10 MB.', imagePointer);
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    // Whatever is wrong with the form, the parser says it in words of its own.
    throw new ApiError(400, 'The form cannot be read.', imagePointer);
  }
  const file = form.get('image');
  if (file === null || typeof file === 'string') throw new ApiError(400, 'No file was submitted.', imagePointer);
  return new Uint8Array(await file.arrayBuffer());
}

/** `GET installations/{id}/image/`: the picture, for whoever may see the installation. */
export async function serveImage(call: ManagairCall, id: string): Promise<Response> {
  const row = (await getThing(call, installationKind, id)) as RoomInstallation;
  const image = await openInstallationImage(call.runtime, row);
  if (!image) throw new ApiError(404, 'The installation has no picture.');
  const headers = {
    'content-type': image.type,
    'cache-control': 'private, max-age=300',
    'x-content-type-options': 'nosniff',
  };
  return new Response(Readable.toWeb(image.content) as ReadableStream, { headers });
}
