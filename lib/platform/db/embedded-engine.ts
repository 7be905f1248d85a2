import { fsyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { ltree } from '@electric-sql/pglite/contrib/ltree';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { slimPostgis } from './embedded-postgis.ts';

/** What the socket front needs of the engine: one session, spoken to in PostgreSQL's wire protocol. */
export interface EmbeddedEngine {
  /** As `server_version` reports it ("18.3"). */
  readonly serverVersion: string;
  /** Runs protocol messages to their end; answers with the backend's messages. Never two at a time. */
  run(messages: Uint8Array): Promise<Buffer>;
  close(): Promise<void>;
}

/** The little of the WebAssembly file system that durability needs. */
interface NodeFileSystem {
  readonly filesystems: {
    readonly NODEFS: { readonly stream_ops: { fsync?: (stream: { readonly nfd?: number }) => number } };
  };
}

export interface EngineOptions {
  /** Flush every commit to the disk, so that a power cut loses nothing acknowledged. Off for tests. */
  readonly durable: boolean;
}

/** Opens (first makes) the database in a folder. The caller holds the folder's lock. */
export async function openEngine(folder: string, options: EngineOptions): Promise<EmbeddedEngine> {
  const lite = new PGlite({
    dataDir: folder,
    extensions: { postgis: slimPostgis(), ltree, pg_trgm, unaccent, btree_gist },
    // The engine starts PostgreSQL with -F (no flush); without it, PostgreSQL asks the file system to flush.
    ...(options.durable && { startParams: PGlite.defaultStartParams.filter((parameter) => parameter !== '-F') }),
    postgresqlconf: ['wal_sync_method=fsync', 'max_wal_size=256MB', 'timezone=UTC'],
  });
  await lite.waitReady;
  if (options.durable)
    flushThroughNode((lite as unknown as { readonly Module: { readonly FS: NodeFileSystem } }).Module.FS);
  const { rows } = await lite.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
  return {
    serverVersion: rows[0]?.version ?? '',
    async run(messages) {
      const chunks: Buffer[] = [];
      await lite.execProtocolRawStream(messages, {
        syncToFs: false,
        onRawData: (data) => chunks.push(Buffer.from(data)),
      });
      return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    },
    close: () => lite.close(),
  };
}

/** The engine's file system leaves fsync out; a commit would be in the page cache only. */
function flushThroughNode(fileSystem: NodeFileSystem): void {
  fileSystem.filesystems.NODEFS.stream_ops.fsync = (stream) => {
    if (stream.nfd !== undefined) fsyncSync(stream.nfd);
    return 0;
  };
}
