import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolderBlobStore } from '#lib/platform/blobs/folder-blob-store.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import {
  addUnitComment,
  addUnitImage,
  createUnit,
  getUnit,
  listUnitChanges,
  listUnitChildren,
  listUnitChildrenSchema,
  listUnitComments,
  listUnitImages,
  openUnitImage,
  removeUnitComment,
  removeUnitImage,
  updateUnit,
} from '#lib/registry/index.ts';
import { openTestDatabase } from '../harness/test-database.ts';
import { aUnitWorld, errorsOf, problemOf, type UnitWorld } from '../harness/units.ts';

let db: Database;
let world: UnitWorld;
let folder: string;
let editor: Context;
beforeAll(async () => {
  db = await openTestDatabase();
  world = await aUnitWorld(db);
  folder = await mkdtemp(join(tmpdir(), 'cairn-images-'));
  editor = { ...world.editor, blobs: createFolderBlobStore(folder) };
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const begins = {
  jpeg: [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13],
  webp: [...Buffer.from('RIFF'), 1, 0, 0, 0, ...Buffer.from('WEBP')],
};

/** Bytes in pieces of a few, as they may arrive. */
function inPieces(bytes: Uint8Array, size = 5): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (let from = 0; from < bytes.length; from += size) controller.enqueue(bytes.slice(from, from + size));
      controller.close();
    },
  });
}

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('reg-31 pictures of a unit', () => {
  it('reg-31 JPEG, PNG and WebP are kept as they are, whatever they are called; one stands for the unit', async () => {
    const unitId = world.idOf('gombe');
    const made = [];
    for (const [kind, head] of Object.entries(begins)) {
      const bytes = Uint8Array.from([...head, ...Array.from({ length: 40 }, (_, n) => n)]);
      const image = await addUnitImage(editor, { unitId, caption: kind, content: inPieces(bytes) });
      expect(image).toMatchObject({ contentType: `image/${kind}`, sizeBytes: bytes.length, caption: kind });
      const { content } = await openUnitImage(editor, { unitId, imageId: image.id });
      expect(await bytesOf(content)).toEqual(Buffer.from(bytes));
      made.unshift(image);
    }
    const first = await listUnitImages(editor, { unitId, limit: 2 });
    const rest = await listUnitImages(editor, { unitId, limit: 2, cursor: first.next ?? '' });
    expect([...first.items, ...rest.items]).toEqual(made);
    const imageId = made[0]?.id ?? '';
    const elsewhere = updateUnit(editor, { id: world.idOf('kin'), changes: { defaultImageId: imageId } });
    expect(await errorsOf(elsewhere)).toEqual(['defaultImageId image_unknown']);
    await updateUnit(editor, { id: unitId, changes: { defaultImageId: imageId } });
    await removeUnitImage(editor, { unitId, imageId });
    expect((await getUnit(editor, unitId)).defaultImageId).toBeNull();
    expect((await problemOf(openUnitImage(editor, { unitId, imageId }))).code).toBe('not_found');
    const { items } = await listUnitChanges(editor, { unitId, limit: 1 });
    expect(items[0]?.diffs).toEqual([{ field: 'defaultImageId', before: imageId, after: null }]);
  });

  it('reg-31 what is no picture, or too large a one, leaves nothing behind', async () => {
    const unitId = world.idOf('eq');
    const add = (bytes: Uint8Array, size?: number) =>
      problemOf(addUnitImage(editor, { unitId, caption: '', content: inPieces(bytes, size) }));
    expect((await add(Buffer.from('<svg onload="alert(1)">'))).code).toBe('file_unreadable');
    expect((await add(Uint8Array.from([0xff]))).code).toBe('file_unreadable');
    expect((await add(new Uint8Array())).code).toBe('file_unreadable');
    const large = new Uint8Array(10_000_001);
    large.set(begins.jpeg);
    expect((await add(large, 100_000)).code).toBe('body_too_large');
    expect((await listUnitImages(editor, { unitId, limit: 9 })).items).toEqual([]);
    const reader = { ...world.as(['registry.read']), blobs: editor.blobs };
    const png = inPieces(Uint8Array.from(begins.png));
    expect((await problemOf(addUnitImage(reader, { unitId, caption: '', content: png }))).code).toBe(
      'permission_missing',
    );
    const outside = { ...world.as(['registry.read'], world.pyramid.paths.get('kin')), blobs: editor.blobs };
    expect((await problemOf(listUnitImages(outside, { unitId, limit: 9 }))).code).toBe('not_found');
  });
});

describe('reg-62 comments on a unit', () => {
  it('reg-62 are in threads one level deep, newest first, and everybody who sees the unit may write', async () => {
    const unitId = world.idOf('kin');
    const reader = world.as(['registry.read'], world.pyramid.paths.get('kin'));
    const first = await addUnitComment(reader, { unitId, body: 'Is the roof repaired?', answerTo: null });
    const second = await addUnitComment(editor, { unitId, body: 'Closed on Mondays', answerTo: null });
    const answer = await addUnitComment(editor, { unitId, body: 'It is', answerTo: first.id });
    const list = await listUnitComments(reader, { unitId, limit: 10 });
    expect(list.items).toEqual([
      { ...second, isOwn: false, answers: [] },
      { ...first, isOwn: true, answers: [{ ...answer, isOwn: false }] },
    ]);
    const deeper = addUnitComment(reader, { unitId, body: 'Thanks', answerTo: answer.id });
    expect((await problemOf(deeper)).code).toBe('not_found');
    const acrossUnits = addUnitComment(editor, { unitId: world.idOf('eq'), body: 'x', answerTo: first.id });
    expect((await problemOf(acrossUnits)).code).toBe('not_found');
    const blind = addUnitComment(reader, { unitId: world.idOf('eq'), body: 'x', answerTo: null });
    expect((await problemOf(blind)).code).toBe('not_found');
  });

  it('reg-62 are taken back by who wrote them; one with answers leaves its place', async () => {
    const unitId = world.idOf('gombe');
    const [mine, yours] = [world.as(['registry.read']), world.as(['registry.read'])];
    const comment = await addUnitComment(mine, { unitId, body: 'Mine', answerTo: null });
    const answer = await addUnitComment(yours, { unitId, body: 'Yours', answerTo: comment.id });
    const remove = (ctx: Context, commentId: string) => removeUnitComment(ctx, { unitId, commentId });
    expect((await problemOf(remove(yours, comment.id))).code).toBe('permission_missing');
    await remove(mine, comment.id);
    await remove(mine, comment.id);
    const { items } = await listUnitComments(mine, { unitId, limit: 10 });
    expect(items).toMatchObject([{ body: null, answers: [{ body: 'Yours' }] }]);
    const late = addUnitComment(yours, { unitId, body: 'Late', answerTo: comment.id });
    expect((await problemOf(late)).code).toBe('not_found');
    await remove(yours, answer.id);
    expect((await listUnitComments(mine, { unitId, limit: 10 })).items).toEqual([]);
  });

  it('reg-62 come page by page', async () => {
    const { id: unitId } = await createUnit(editor, world.aClinic());
    for (const body of ['1', '2', '3']) await addUnitComment(editor, { unitId, body, answerTo: null });
    const first = await listUnitComments(editor, { unitId, limit: 2 });
    const rest = await listUnitComments(editor, { unitId, limit: 2, cursor: first.next ?? '' });
    expect([...first.items, ...rest.items].map(({ body }) => body)).toEqual(['3', '2', '1']);
    expect(rest.next).toBeNull();
  });
});

describe('reg-31 children of a unit', () => {
  it('reg-31 are the units right under it, filtered, with whatever status is asked for', async () => {
    const parent = await createUnit(editor, world.aClinic());
    const under = (members: object) => createUnit(editor, world.aClinic({ parentId: parent.id, ...members }));
    const a = await under({ name: 'Alpha' });
    await under({ name: 'Beta', status: 'NEW' });
    await under({ name: 'Gamma', status: 'REJECTED' });
    await createUnit(editor, world.aClinic({ parentId: a.id, name: 'Grandchild' }));
    const names = async (query: object) => {
      const list = await listUnitChildren(editor, { ...listUnitChildrenSchema.parse(query), unitId: parent.id });
      return list.items.map(({ name }) => name);
    };
    expect(await names({})).toEqual(['Alpha', 'Beta']);
    expect(await names({ status: '' })).toEqual(['Alpha', 'Beta', 'Gamma']);
    expect(await names({ status: 'REJECTED', order: 'desc' })).toEqual(['Gamma']);
    expect(await names({ text: 'ALPH' })).toEqual(['Alpha']);
    expect(await names({ typeIds: world.typeOf('Province') })).toEqual([]);
  });
});
