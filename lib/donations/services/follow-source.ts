import type { SourceFollower } from '#lib/sources/index.ts';
import { deleteFile, renameTasksOfFile, selectFilesOfRequest, selectParts } from '../data/files.sql.ts';
import { deleteRequest, selectRequestIdsOf, updateIdentifier } from '../data/requests.sql.ts';

/**
 * What becomes of donations when the source that they were read into is erased or merged (pdk-43): requests, links and sealed
 * archives go with it, or are under the other's identifier from then on.
 */
export const donationFollower: SourceFollower = {
  async erase(ctx, { studyId, names }) {
    let files = 0;
    for (const id of await selectRequestIdsOf(ctx, { studyId, identifiers: names })) {
      for (const file of await selectFilesOfRequest(ctx, id)) {
        // The bytes first: rows without bytes are found again, bytes without rows never would be.
        for (const { blobKey } of await selectParts(ctx, file.id)) await ctx.blobs.remove(blobKey);
        await renameTasksOfFile(ctx, file.id, 'Donated archive of a source that was erased');
        await deleteFile(ctx, file.id);
        files += 1;
      }
      await deleteRequest(ctx, id);
    }
    return files;
  },
  async merge(ctx, { source, into }) {
    await updateIdentifier(ctx, { studyId: source.studyId, identifiers: source.names, to: into.identifier });
  },
};
