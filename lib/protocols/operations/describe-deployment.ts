import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { listOrganizations } from '#lib/accounts/index.ts';
import { rootDir } from '#lib/platform/process/root-dir.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { Health } from './check-health.ts';

const startedAt = new Date().toISOString();
let version: string | undefined;

/** What monitors of Iaso read (iaso-georegistry.md, 3.2) beside our own members. */
interface Deployment {
  /** This process answers. */
  readonly up: 'ok';
  /** Which installation it is. */
  readonly env: string;
  readonly VERSION: string;
  /** When this process began. */
  readonly DEPLOYED_ON: string;
  /** Who put this installation there, and of which container image; null: nobody said. */
  readonly DEPLOYED_BY: string | null;
  readonly IMAGE_TAG: string | null;
  readonly IMAGE_DIGEST: string | null;
  readonly IMAGE_CREATION: string | null;
  readonly account_count?: number;
  readonly error?: 'db_fail';
}

/** Which installation answers, since when, and how many organizations it serves; never throws. */
export async function describeDeployment(
  { db, config, log }: Pick<Runtime, 'db' | 'config' | 'log'>,
  { database }: Health,
): Promise<Deployment> {
  const { by, imageTag, imageDigest, imageCreatedAt } = config.deployment;
  const told = {
    ...{ up: 'ok' as const, env: config.publicUrl, VERSION: readVersion(), DEPLOYED_ON: startedAt, DEPLOYED_BY: by },
    ...{ IMAGE_TAG: imageTag, IMAGE_DIGEST: imageDigest, IMAGE_CREATION: imageCreatedAt },
  };
  if (!database.ok) return { ...told, error: 'db_fail' };
  try {
    return { ...told, account_count: (await listOrganizations({ db })).length };
  } catch (error) {
    log.warn({ err: error }, 'organizations cannot be counted');
    return { ...told, error: 'db_fail' };
  }
}

function readVersion(): string {
  version ??= z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'))).version;
  return version;
}
