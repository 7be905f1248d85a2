import { pullPoints, type PulledPage } from '#lib/passive/index.ts';
import type { Answer } from '../exchange.ts';
import { answerWithToken, readJsonField, readNumberField, type PullFields, type PullRequest } from './pull-request.ts';

/** `api/data-points.json`: all five fields of the question are required, as on the old server. */
export function answerDataPoints(request: PullRequest): Promise<Answer> {
  const { studyId } = request.study;
  return answerWithToken({
    request,
    action: 'pull.points',
    work: async (ctx, fields) => {
      const page = await pullPoints(ctx, {
        studyId,
        pageSize: readNumberField(fields, 'page_size', { least: 1 }),
        pageIndex: readNumberField(fields, 'page_index', { least: 0 }),
        filters: readJsonField(fields, 'filters'),
        excludes: readJsonField(fields, 'excludes'),
        orderBy: readJsonField(fields, 'order_by'),
        latestUs: readPin(fields),
      });
      return { answer: { status: 200, body: null, text: writePage(page) }, count: page.matches.length };
    },
  });
}

/** What an earlier answer gave as `latest`; clients know it as the largest key and hand it back under either name. */
function readPin(fields: PullFields): number | null {
  for (const name of ['latest_pk', 'latest']) {
    const text = fields.get(name) ?? '';
    if (/^\d/.test(text)) return readNumberField(fields, name, { least: 1 });
  }
  return null;
}

function writePage({ latestUs, count, pageIndex, pageSize, matches }: PulledPage): string {
  const head = JSON.stringify({ latest: latestUs, count, page_index: pageIndex, page_size: pageSize });
  return `${head.slice(0, -1)},"matches":[${matches.join(',')}]}`;
}
