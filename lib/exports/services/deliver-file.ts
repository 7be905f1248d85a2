import { listNamedSources } from '#lib/passive/index.ts';
import type { SourceId } from '#lib/platform/ids.ts';
import { getTaskInput, type OpenedTaskResult } from '#lib/platform/tasks/index.ts';
import { noteDeliveryTarget, rememberForDelivery } from '../data/deliveries.sql.ts';
import type { DestinationRow } from '../data/destinations.sql.ts';
import { deliveredPath } from '../domain/delivered-name.ts';
import type { FileDestinationSettings } from '../domain/destination.ts';
import { exportPartSchema } from '../domain/export-order.ts';
import { archiveName } from '../domain/member-names.ts';
import { namingOf } from './compile-export.ts';
import { openSecrets } from './list-destinations.ts';
import { openDestination } from './open-destination.ts';
import type { DeliveryRuntime, LiveTry } from './live-try.ts';

export interface DeliveredFile extends DestinationRow {
  readonly settings: FileDestinationSettings;
  readonly archive: OpenedTaskResult;
}

/** Puts an archive at a destination of files, going on where an earlier try was cut. Gives how it was checked. */
export async function deliverFile(runtime: DeliveryRuntime, live: LiveTry, file: DeliveredFile): Promise<string> {
  const { settings, archive } = file;
  const { organizationId } = live;
  const { sizeBytes, sha256 } = archive;
  const path = await pathOf(runtime, live, settings);
  await noteDeliveryTarget(live, { path, sizeBytes, sha256 });
  const secrets = openSecrets(file, runtime.config.secret);
  const { exportDir } = runtime.config;
  const { hooks } = live.ctx.plugins;
  const depot = openDestination({ organizationId, settings, secrets }, { exportDir, hooks });
  try {
    const open = (start: number) => archive.open(start === 0 ? undefined : { start, end: sizeBytes - 1 });
    const { check } = await depot.put(
      { path, sizeBytes, sha256, open },
      {
        draftId: live.id,
        memory: live.claimed.memory,
        remember: (memory) => rememberForDelivery(live, memory),
        signal: live.signal,
        arrived: (bytes) => {
          live.sentBytes = bytes;
        },
      },
    );
    return check;
  } finally {
    await depot.close();
  }
}

/** Where the archive goes; tries on different days of one delivery differ only where the destination dates its files. */
async function pathOf(
  { config }: DeliveryRuntime,
  { ctx, claimed }: LiveTry,
  settings: FileDestinationSettings,
): Promise<string> {
  const part = exportPartSchema.parse((await getTaskInput(ctx, claimed.taskId)).input);
  const sources = settings.prependSourceRange ? await listNamedSources(ctx, part.sourceIds as SourceId[]) : [];
  const [first, last] = [sources[0], sources.at(-1)];
  return deliveredPath(settings, {
    archive: archiveName(namingOf(part)),
    host: new URL(config.publicUrl).hostname,
    deliveredOn: part.orderedOn,
    sources: first && last ? { first: first.identifier, last: last.identifier } : null,
  });
}
