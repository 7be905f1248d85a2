import { recordAccess } from '#lib/platform/audit/record-access.ts';
import {
  createIssue,
  createIssueSchema,
  issueKindTable,
  listIssues,
  listNamedSourcesOfStudy,
  type DeviceIssue,
} from '#lib/sources/index.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import type { DashboardRequest } from './dashboard-call.ts';
import type { Answer } from './exchange.ts';
import { readFormFields } from './read-form-fields.ts';

const issuesPerPage = 200;

/** `issues.json`: GET lists the issues of the study, POST adds one from a form (passive-data-kit.md, 5.7). */
export async function answerIssues(request: DashboardRequest): Promise<Answer> {
  return request.exchange.method === 'POST' ? addIssue(request) : listAll(request);
}

async function listAll({ ctx, study }: DashboardRequest): Promise<Answer> {
  const issues: DeviceIssue[] = [];
  let cursor: string | undefined;
  do {
    const page = { study: study.key, sort: 'created', order: 'asc', limit: issuesPerPage } as const;
    const { items, next } = await listIssues(ctx, { ...page, ...(cursor === undefined ? {} : { cursor }) });
    issues.push(...items);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  const { studyId } = study;
  recordAccess(ctx, { action: 'issues.list', studyId, detail: {}, outcome: 'ok', count: issues.length });
  return { status: 200, body: issues.map(toOldIssue), isIndented: true };
}

/** Members and their order as the old server has them; all fifteen kinds, of which it forgot three. */
function toOldIssue(issue: DeviceIssue): object {
  return {
    source: issue.sourceIdentifier,
    model: issue.model,
    state: issue.state,
    created: issue.createdAt.toISOString(),
    updated: issue.updatedAt.toISOString(),
    platform: issue.platform,
    user_agent: issue.userAgent,
    description: issue.description,
    ...Object.fromEntries(issueKindTable.map(({ kind }) => [`${kind}_related`, issue.kinds.includes(kind)])),
    tags: issue.tags,
  };
}

/** An unknown or missing source is told in the answer's `message`, with status 200, as dashboards expect. */
async function addIssue({ ctx, exchange, study }: DashboardRequest): Promise<Answer> {
  const fields = await readFormFields(ctx, exchange);
  const identifier = fields.get('source');
  if (identifier === undefined) return told(false, 'Source identifier not provided.');
  const sources = await listNamedSourcesOfStudy(ctx, study.studyId);
  const source = sources.find((one) => one.identifier === identifier);
  if (!source) return told(false, `Unable to locate data source with identifier: ${identifier}.`);
  const input = parseInput(createIssueSchema, {
    sourceId: source.id,
    kinds: issueKindTable.filter(({ field }) => fields.get(field) === 'true').map(({ kind }) => kind),
    description: fields.get('description') ?? '',
    tags: fields.get('tags') ?? '',
  });
  await createIssue(ctx, input);
  return told(true, 'New issue created successfully.');
}

function told(success: boolean, message: string): Answer {
  return { status: 200, body: { success, message }, isIndented: true };
}
