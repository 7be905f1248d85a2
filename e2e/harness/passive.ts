import { hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { aTenant, type Tenant } from './tenant.ts';
import { openTestDatabase } from './test-database.ts';

/** A runtime on a fresh database, without doors: for tests of processing. */
export interface PassiveTest {
  readonly runtime: Runtime;
  aTenant(): Promise<Tenant>;
  close(): Promise<void>;
}

/** Opens a runtime on a fresh database and data folder, with further settings if given. */
export async function openPassiveTest(settings: Readonly<Record<string, string>> = {}): Promise<PassiveTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cairn-passive-'));
  const config = loadConfig({ CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'silent', ...settings });
  const runtime = await openRuntime({ process: 'jobs', config, db: await openTestDatabase() });
  return {
    runtime,
    aTenant: () => aTenant(runtime.db),
    async close() {
      await runtime.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The operator's context in a tenant. */
export function contextOfTenant({ runtime }: PassiveTest, { organizationId }: Tenant): Context {
  return runtime.context({ organizationId, actor: { kind: 'system', label: 'test' }, requestId: newId() });
}

export interface PointOptions {
  readonly type?: string;
  readonly source?: string | null;
  /** Unix seconds. */
  readonly timestamp?: number;
  readonly members?: object;
  /** Further metadata. */
  readonly metadata?: object;
}

/** A point as Android sends it. */
export function aPoint(options: PointOptions = {}): object {
  const { type = 'pdk-device-battery', source = 'P-1', timestamp = 1760000000, members = { level: 83 } } = options;
  return {
    ...members,
    'passive-data-metadata': {
      'generator-id': type,
      generator: `${type}: Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)`,
      source,
      timestamp,
      timezone: 'Africa/Kampala',
      'timezone-offset': 10800,
      ...options.metadata,
    },
  };
}

export interface BundleOptions {
  readonly compression?: string;
  readonly isEncrypted?: boolean;
  readonly nonce?: string;
  readonly isBinary?: boolean;
  readonly details?: object;
  readonly receivedAt?: Date;
  readonly blobKey?: string;
  /** Identifiers of files that came with it. */
  readonly files?: readonly string[];
}

let clock = Date.now();

/** Writes a waiting bundle as the doors do; gives its id. Bundles are received in the order of the calls. */
export async function addBundle(
  { runtime }: Pick<PassiveTest, 'runtime'>,
  tenant: Tenant,
  body: readonly object[] | string | Buffer,
  options: BundleOptions = {},
): Promise<string> {
  const id = newId();
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const receivedAt = options.receivedAt ?? new Date((clock += 1));
  await runtime.db.execute(sql`
    INSERT INTO bundles (organization_id, id, study_id, received_at, door, compression, is_encrypted, nonce, is_binary,
      body, blob_key, size_bytes, content_sha256, details)
    VALUES (${tenant.organizationId}, ${id}, ${tenant.studyId}, ${receivedAt}, 'form', ${options.compression ?? 'none'},
      ${options.isEncrypted ?? false}, ${options.nonce ?? null}, ${options.isBinary ?? false},
      ${options.blobKey === undefined ? bytes : null}, ${options.blobKey ?? null}, ${bytes.length},
      ${hash('sha256', id, 'buffer')}, ${options.details ? JSON.stringify(options.details) : null})`);
  for (const identifier of options.files ?? []) await addFile(runtime, { tenant, bundleId: id, identifier });
  return id;
}

async function addFile(
  runtime: Runtime,
  { tenant, bundleId, identifier }: { readonly tenant: Tenant; readonly bundleId: string; readonly identifier: string },
): Promise<void> {
  const blobKey = `${tenant.organizationId}/files/${newId()}`;
  const { sizeBytes, sha256 } = await runtime.blobs.put(blobKey, Buffer.from(`bytes of ${identifier}`));
  await runtime.db.execute(sql`
    INSERT INTO bundle_files (organization_id, id, bundle_id, identifier, file_name, content_type, size_bytes, sha256, blob_key)
    VALUES (${tenant.organizationId}, ${newId()}, ${bundleId}, ${identifier}, 'x.jpg', 'image/jpeg', ${sizeBytes},
      ${Buffer.from(sha256, 'hex')}, ${blobKey})`);
}
