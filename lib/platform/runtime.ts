import { join } from 'node:path';
import { flushAccessRecords } from './audit/record-access.ts';
import { createFolderBlobStore } from './blobs/folder-blob-store.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import { createS3BlobStore } from './blobs/s3-blob-store.ts';
import { loadConfig, type Config } from './config/config.ts';
import type { Actor, Context } from './context.ts';
import { openServerDatabase } from './db/connection.ts';
import type { Database } from './db/database.ts';
import { reachEmbedded } from './db/embedded.ts';
import type { OrganizationId } from './ids.ts';
import { createSentrySink, type ErrorSink } from './error-sink/sentry-sink.ts';
import { createLogger, type Logger } from './log/log.ts';
import { createMail, type Mail } from './mail/mail.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { loadPlugins } from './plugins/load-plugins.ts';
import type { Plugins } from './plugins/plugin.ts';
import { watchPlugins } from './plugins/watch-plugins.ts';
import { createPushSenders } from './push/create-push-senders.ts';
import type { PushSenders } from './push/push-sender.ts';
import { createEnqueue } from './tasks/index.ts';

export type ProcessName = 'web' | 'jobs' | 'ingest' | 'command';

export interface ContextOptions {
  readonly organizationId: OrganizationId;
  readonly actor: Actor;
  readonly requestId: string;
}

/** Everything one process holds open; contexts of use-cases are made from it. */
export interface Runtime {
  readonly config: Config;
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly log: Logger;
  readonly mail: Mail;
  readonly metrics: Metrics;
  readonly plugins: Plugins;
  readonly push: PushSenders;
  context(options: ContextOptions): Context;
  close(): Promise<void>;
}

export interface RuntimeOptions {
  readonly process: ProcessName;
  readonly config?: Config;
  /** An open database to use instead of the configured one; closed with the runtime. */
  readonly db?: Database;
}

/**
 * Opens what a process needs. On the embedded database it joins the server of this data folder, or starts one that ends
 * with this process. Throws `config_invalid`, or `database_unavailable` when the embedded database does not start.
 */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const config = options.config ?? loadConfig(process.env);
  const errorSink = openErrorSink(config, options.process);
  const log = createLogger({ process: options.process, level: config.logLevel, errorSink });
  const plugins = await loadPlugins(config.plugins);
  const opened = options.db ? { db: options.db, end: () => Promise.resolve() } : await openConfiguredDatabase(config);
  const endWatch = watchPlugins({ db: opened.db, log, process: options.process }, plugins.hooks);
  return assembleRuntime({ process: options.process, config, log, errorSink, plugins, ...opened, endWatch });
}

/** What tells failures to a service that the configuration names; undefined: none does. */
function openErrorSink({ sentry: target, deployment, logLevel }: Config, name: ProcessName): ErrorSink | undefined {
  if (target === null) return undefined;
  // A log of its own: what it says of the sink is never told to the sink.
  const log = createLogger({ process: name, level: logLevel });
  return createSentrySink({
    target,
    process: name,
    release: deployment.imageTag,
    onTrouble: ({ isReached, letGo }) => {
      if (isReached) log.info({ letGo }, 'the error sink answers again');
      else log.warn('the error sink does not answer: failures are in this log alone');
    },
  });
}

interface Parts {
  readonly process: ProcessName;
  readonly config: Config;
  readonly log: Logger;
  readonly errorSink: ErrorSink | undefined;
  readonly plugins: Plugins;
  readonly db: Database;
  /** Ends what was started for the database. */
  readonly end: () => Promise<void>;
  readonly endWatch: () => Promise<void>;
}

function assembleRuntime(parts: Parts): Runtime {
  const { process: name, config, log, errorSink, plugins, db, end, endWatch } = parts;
  const blobs = config.s3 ? createS3BlobStore(config.s3) : createFolderBlobStore(join(config.dataDir, 'blobs'));
  const mail = createMail({ smtpUrl: config.smtpUrl, from: config.mailFrom, log });
  const enqueue = createEnqueue(db);
  const push = createPushSenders(config.push);
  return {
    config,
    db,
    blobs,
    log,
    mail,
    metrics: createMetrics(name),
    plugins,
    push,
    context: ({ organizationId, actor, requestId }) => ({
      organizationId,
      actor,
      requestId,
      db,
      blobs,
      enqueue,
      plugins,
      log: log.child({ requestId }),
      now: () => new Date(),
    }),
    async close() {
      mail.close();
      await endWatch();
      for (const sender of Object.values(push)) sender?.close();
      await flushAccessRecords({ db, log });
      await db.close();
      await end();
      await errorSink?.close();
    },
  };
}

async function openConfiguredDatabase(config: Config): Promise<Pick<Parts, 'db' | 'end'>> {
  if (config.databaseUrl !== null) return { db: openServerDatabase(config.databaseUrl), end: () => Promise.resolve() };
  return reachEmbedded(config.dataDir);
}

/** Next bundles a copy of this module of its own: the one runtime of the process is kept where both copies see it. */
const holder = globalThis as { cairnRuntime?: Promise<Runtime> };

/** The runtime of this process; opened on first use when its entry point has not set one. */
export function getRuntime(): Promise<Runtime> {
  return (holder.cairnRuntime ??= openRuntime({ process: 'web' }));
}

/** Makes a runtime the one that {@link getRuntime} gives. Entry points and tests call it. */
export function setRuntime(runtime: Runtime): void {
  holder.cairnRuntime = Promise.resolve(runtime);
}
