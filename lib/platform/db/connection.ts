import { openDatabase, type Database } from './database.ts';

/** Where an embedded database listens: the folder of its Unix socket, as pg's `host` takes it. */
export interface EmbeddedAddress {
  readonly socketDir: string;
  readonly port: number;
}

/** Opens a PostgreSQL server by its address (`postgres://…`). */
export function openServerDatabase(databaseUrl: string, options: { readonly maxConnections?: number } = {}): Database {
  return openDatabase({
    kind: 'server',
    connection: { connectionString: databaseUrl, connectionTimeoutMillis: 10_000 },
    ...options,
  });
}

/** Opens an embedded database that is already listening. */
export function openEmbeddedDatabase(
  address: EmbeddedAddress,
  options: { readonly maxConnections?: number } = {},
): Database {
  const connection = {
    host: address.socketDir,
    port: address.port,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  };
  return openDatabase({ kind: 'embedded', connection, ...options });
}
