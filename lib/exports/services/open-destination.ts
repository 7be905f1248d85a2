import { join } from 'node:path';
import type { Config } from '#lib/platform/config/config.ts';
import { createFolderDepot } from '#lib/platform/depots/folder-depot.ts';
import { createS3Depot } from '#lib/platform/depots/s3-depot.ts';
import { createSftpDepot } from '#lib/platform/depots/sftp-depot.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import type { HookRegistry } from '#lib/platform/plugins/hook-registry.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { DestinationSecrets, FileDestinationSettings } from '../domain/destination.ts';
import { createPluginDepot } from './plugin-depot.ts';

export interface DestinationAccess {
  readonly organizationId: OrganizationId;
  readonly settings: FileDestinationSettings;
  readonly secrets: DestinationSecrets;
}

/**
 * The depot behind a destination of files. Folders lie in one folder for each organization below CAIRN_EXPORT_DIR, so
 * that none reaches into another's. Throws `destination_refused` when the installation allows no folders.
 */
export function openDestination(
  { organizationId, settings, secrets }: DestinationAccess,
  { exportDir, hooks }: Pick<Config, 'exportDir'> & { readonly hooks: HookRegistry },
): Depot {
  switch (settings.kind) {
    case 'folder':
      if (exportDir === null) {
        throw new Problem('destination_refused', {
          detail: 'This installation allows no folders: CAIRN_EXPORT_DIR is not set.',
        });
      }
      return createFolderDepot(join(exportDir, organizationId));
    case 's3': {
      const { endpoint, region, bucket, accessKeyId } = settings;
      const secretAccessKey = secrets.secretAccessKey ?? '';
      return createS3Depot({ endpoint, region, bucket, accessKeyId, secretAccessKey });
    }
    case 'plugin':
      return createPluginDepot(settings, { secrets, hooks });
    case 'sftp': {
      const { host, port, user, hostKey } = settings;
      const { password, privateKey, passphrase } = secrets;
      return createSftpDepot({ host, port, user, hostKey, password, privateKey, passphrase });
    }
  }
}
