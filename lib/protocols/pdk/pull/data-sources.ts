import { pullSources, updatePulledSourcesOf, type PulledSources } from '#lib/sources/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Answer } from '../exchange.ts';
import { answerWithToken, readJsonField, readNumberField, type PullRequest } from './pull-request.ts';

/** `api/data-sources.json`: every field of the question is optional. */
export function answerDataSources(request: PullRequest): Promise<Answer> {
  const { studyId } = request.study;
  return answerWithToken({
    request,
    action: 'pull.sources',
    work: async (ctx, fields) => {
      const page = await pullSources(ctx, {
        studyId,
        pageSize: readNumberField(fields, 'page_size', { least: 1, whenAbsent: '32' }),
        pageIndex: readNumberField(fields, 'page_index', { least: 0, whenAbsent: '0' }),
        filters: readJsonField(fields, 'filters', '[]'),
        excludes: readJsonField(fields, 'excludes', '[]'),
        orderBy: readJsonField(fields, 'order_by', '[]'),
      });
      const { count, pageIndex, pageSize, items } = page;
      const body = {
        count,
        page_index: pageIndex,
        page_size: pageSize,
        matches: items.map((source) => annotate(ctx, studyId, source)),
      };
      return { answer: { status: 200, body }, count: items.length };
    },
  });
}

/** `api/data-sources/update.json`. */
export function answerSourceUpdate(request: PullRequest): Promise<Answer> {
  const { studyId } = request.study;
  return answerWithToken({
    request,
    action: 'pull.update-sources',
    work: async (ctx, fields) => {
      const updated = await updatePulledSourcesOf(ctx, {
        studyId,
        filters: readJsonField(fields, 'filters', '[]'),
        excludes: readJsonField(fields, 'excludes', '[]'),
        updates: readJsonField(fields, 'updates'),
      });
      return { answer: { status: 200, body: { updated } }, count: updated };
    },
  });
}

/** The record with what plug-ins add; what the old server had keeps its meaning. */
function annotate(ctx: Context, studyId: string, source: PulledSources['items'][number]) {
  const { id, identifier, name } = source;
  const added = ctx.plugins.hooks.all('annotateSource', (plugin) => {
    const members = plugin.annotateSource?.({ id, identifier, name, studyId });
    return members ? [members] : undefined;
  });
  return Object.assign({}, ...added, asRecord(source)) as object;
}

/** A source in the old server's words; it never told the last two. */
function asRecord(source: PulledSources['items'][number]) {
  return {
    name: source.name,
    identifier: source.identifier,
    latest_user_agent: source.userAgent,
    suppresses_alerts: source.suppressAlerts,
    point_count: source.pointCount,
    group: source.group,
    active_alerts: source.alerts.map(asAlert),
    earliest_point: null,
    latest_point: null,
  };
}

/** An open alert in the old server's words; `generator` is the check that says so. */
function asAlert(alert: PulledSources['items'][number]['alerts'][number]) {
  return {
    name: alert.name,
    level: alert.level,
    source: alert.sourceIdentifier,
    generator: alert.checkId,
    created: alert.openedAt.toISOString(),
    updated: alert.updatedAt.toISOString(),
    active: true,
    details: { message: alert.message },
  };
}
