import { rawSql, type SqlStatement } from '#lib/platform/db/sql.ts';

/**
 * An expression that gives every row a new UUIDv7 (RFC 9562, 5.7) of the statement's time, as `newId()` does outside the
 * database: `uuidv7()` comes with PostgreSQL 18 only. A random UUID has version 4; its bits 52 and 53 make it 7.
 */
export const newIdSql: SqlStatement = rawSql(
  `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid`,
);
