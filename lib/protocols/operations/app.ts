import { Hono } from 'hono';
import { equalSecrets } from '#lib/platform/crypto/hash.ts';

import type { Runtime } from '#lib/platform/runtime.ts';
import { checkHealth } from './check-health.ts';
import { describeDeployment } from './describe-deployment.ts';
import { measureNow } from './measure-now.ts';

/** Whether an address belongs to {@link createOperationsApp}. */
export function isOperationsPath(path: string): boolean {
  return /^\/(_?health|metrics)\/?$/.test(path);
}

/**
 * The doors for those who run the platform: `/health` (also `/_health`, as Iaso's monitors ask) for load balancers: 200,
 * or 503 with what is unwell; and `/metrics` for Prometheus, behind a bearer token when CAIRN_METRICS_TOKEN is set.
 */
export function createOperationsApp(runtime: Runtime): Hono {
  const app = new Hono({ strict: false });

  for (const path of ['/health', '/_health']) {
    app.get(path, async (c) => {
      const health = await checkHealth(runtime);
      const told = { ...health, ...(await describeDeployment(runtime, health)) };
      return c.json(told, health.status === 'ok' ? 200 : 503, { 'cache-control': 'no-store' });
    });
  }

  app.get('/metrics', async (c) => {
    const wanted = runtime.config.metricsToken;
    const given = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (wanted !== null && !equalSecrets(wanted, given)) {
      return c.text('Send the token of CAIRN_METRICS_TOKEN as a bearer token.\n', 401, {
        'www-authenticate': 'Bearer',
      });
    }
    await measureNow(runtime);
    return c.body(await runtime.metrics.render(), 200, {
      'content-type': runtime.metrics.contentType,
      'cache-control': 'no-store',
    });
  });

  return app;
}
