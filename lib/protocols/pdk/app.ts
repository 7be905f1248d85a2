import { Hono } from 'hono';
import type { Runtime } from '#lib/platform/runtime.ts';
import { PdkDoor } from './door.ts';
import type { PdkBindings } from './exchange.ts';
import { answerIssues } from './issues.ts';
import { answerDataPoints } from './pull/data-points.ts';
import { answerDataSources, answerSourceUpdate } from './pull/data-sources.ts';
import { answerRequestToken } from './pull/request-token.ts';
import { answerSourceList, answerUnmatchedSources } from './source-list.ts';

export interface PdkApp {
  readonly fetch: Hono<{ Bindings: PdkBindings }>['fetch'];
  /** Resolves when nothing is under way any more; call it when no request can come. */
  close(): Promise<void>;
}

/**
 * The doors Passive Data Kit clients know (passive-data-kit.md, section 1): below `/data` for the study that answers by
 * default, below `/studies/<key>/data` for any other; with and without a trailing slash, never redirected.
 */
export function createPdkApp(runtime: Runtime): PdkApp {
  const door = new PdkDoor(runtime);
  const app = new Hono<{ Bindings: PdkBindings }>({ strict: false });
  for (const study of ['', '/studies/:key']) {
    app.all(`${study}/data/add-bundle.json`, (c) => door.addBundle(c));
    app.all(`${study}/data/add-point.json`, (c) => door.addPoint(c));
    app.all(`${study}/data/app-config.json`, (c) => door.appConfig(c));
    app.all(`${study}/data/fetch-metadata.json`, (c) => door.fetchMetadata(c));
    for (const [name, call] of pullCalls) {
      app.all(`${study}/data/api/${name}`, (c) => door.pull(c, call));
      // The published client joins addresses without looking: one that ends in a slash gives two of them.
      app.all(`${study}/data//api/${name}`, (c) => door.pull(c, call));
    }
    for (const [name, page] of dashboardCalls) app.all(`${study}/data/${name}`, (c) => door.dashboard(c, page));
    app.all(`${study}/data/withings/start/:source`, (c) => door.withingsStart(c));
    app.all(`${study}/data/withings/auth`, (c) => door.withingsAuth(c));
    app.all(`${study}/v3/data/bundle`, (c) => door.putBundle(c));
  }
  app.notFound((c) => door.unknownAddress(c));
  return { fetch: app.fetch, close: () => door.close() };
}

/** The calls of pull clients (1.15), by the last part of their address. */
const pullCalls = [
  ['request-token.json', answerRequestToken],
  ['data-points.json', answerDataPoints],
  ['data-sources.json', answerDataSources],
  ['data-sources/update.json', answerSourceUpdate],
] as const;

/** The calls of the old server's dashboard (5.7). */
const dashboardCalls = [
  ['data-sources.txt', { call: answerSourceList, methods: 'GET, HEAD, POST, OPTIONS' }],
  ['issues.json', { call: answerIssues, methods: 'GET, HEAD, POST, OPTIONS' }],
  ['unmatched-sources.json', { call: answerUnmatchedSources, methods: 'GET, HEAD, OPTIONS' }],
] as const;

/** True for the addresses of these doors. */
export function isPdkPath(path: string): boolean {
  return /^(\/studies\/[^/]+)?\/(data\/|v3\/data\/|data$)/.test(path);
}
