import { z } from 'zod';

/** Where an issue stands (passive-data-kit.md, section 2). */
export const issueStates = ['opened', 'in-progress', 'resolved', 'wont-fix'] as const;
export const issueStateSchema = z.enum(issueStates);
export type IssueState = z.infer<typeof issueStateSchema>;

/**
 * What an issue can be about, in the order of the old report: its column there, and its name in the old server's form
 * (`issues.json`).
 */
export const issueKindTable = [
  { kind: 'stability', column: 'Stability Related', field: 'app_stability' },
  { kind: 'uptime', column: 'Uptime Related', field: 'app_uptime' },
  { kind: 'responsiveness', column: 'Responsiveness Related', field: 'app_responsiveness' },
  { kind: 'battery_use', column: 'Battery Use Related', field: 'battery' },
  { kind: 'power_management', column: 'Power Management Related', field: 'power' },
  { kind: 'data_volume', column: 'Data Volume Related', field: 'data_volume' },
  { kind: 'data_quality', column: 'Data Quality Related', field: 'data_quality' },
  { kind: 'bandwidth', column: 'Bandwidth related', field: 'bandwidth' },
  { kind: 'storage', column: 'Storage related', field: 'storage' },
  { kind: 'configuration', column: 'Configuration Related', field: 'app_configuration' },
  { kind: 'location', column: 'Location Related', field: 'location' },
  { kind: 'correctness', column: 'Correctness Related', field: 'app_correctness' },
  { kind: 'ui', column: 'UI Related', field: 'app_ui' },
  { kind: 'device_performance', column: 'Device Performance Related', field: 'device_performance' },
  { kind: 'device_stability', column: 'Device Stability Related', field: 'device_stability' },
] as const;
export type IssueKind = (typeof issueKindTable)[number]['kind'];

/** The kinds alone, in the same order. */
export const issueKinds = issueKindTable.map(({ kind }) => kind);
export const issueKindSchema = z.enum(issueKinds);

/** Longest texts of an issue, in characters. */
export const maxDescriptionCharacters = 10_000;
export const maxTagsCharacters = 1_000;

/** What somebody noticed about a device. Instants are UTC. */
export const deviceIssueSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  studyName: z.string(),
  sourceId: z.guid(),
  sourceIdentifier: z.string(),
  sourceName: z.string(),
  state: issueStateSchema,
  kinds: z.array(issueKindSchema),
  description: z.string(),
  /** Words of a person's own, as written. */
  tags: z.string(),
  /** The device when the issue was reported; empty where its user agent did not tell. */
  userAgent: z.string(),
  platform: z.string(),
  model: z.string(),
  manufacturer: z.string(),
  app: z.string(),
  appVersion: z.string(),
  reportedBy: z.string(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type DeviceIssue = z.infer<typeof deviceIssueSchema>;

const kindsSchema = z
  .array(issueKindSchema)
  .max(issueKinds.length)
  .transform((kinds) => issueKinds.filter((kind) => kinds.includes(kind)));
const descriptionSchema = z.string().trim().max(maxDescriptionCharacters);
const tagsSchema = z.string().trim().max(maxTagsCharacters);

/** A new issue about a source. */
export const createIssueSchema = z
  .strictObject({
    sourceId: z.guid(),
    kinds: kindsSchema.default([]),
    description: descriptionSchema.default(''),
    tags: tagsSchema.default(''),
  })
  .refine(({ kinds, description }) => kinds.length > 0 || description !== '', {
    path: ['description'],
    message: 'Say what is the matter, or tick what it is about.',
  });
export type CreateIssueInput = z.infer<typeof createIssueSchema>;

/** What can be changed of an issue; members left out stay as they are. */
export const updateIssueSchema = z.strictObject({
  state: issueStateSchema.optional(),
  kinds: kindsSchema.optional(),
  description: descriptionSchema.optional(),
  tags: tagsSchema.optional(),
});
export type IssueChange = z.infer<typeof updateIssueSchema>;

/** What to show of the issues; every member narrows. As it stands in the address of the page. */
export const issueFilterSchema = z.object({
  /** Key of a study. */
  study: z.string().max(100).optional(),
  source: z.guid().optional(),
  state: issueStateSchema.optional(),
  kind: issueKindSchema.optional(),
  manufacturer: z.string().max(200).optional(),
  /** Part of the source's identifier or name, the description, the tags or the model, in any case. */
  text: z.string().trim().max(200).optional(),
});
export type IssueFilter = z.infer<typeof issueFilterSchema>;

export const issueSorts = ['updated', 'created', 'source', 'state'] as const;
export type IssueSort = (typeof issueSorts)[number];

/** One page of the list: filter, order and where to go on. */
export const listIssuesSchema = z.object({
  ...issueFilterSchema.shape,
  sort: z.enum(issueSorts).default('updated'),
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListIssuesInput = z.infer<typeof listIssuesSchema>;

/** The columns of the report `pdk-issues` (passive-data-kit.md, section 4). */
export const issueReportHeader: readonly string[] = [
  'Source',
  'Model',
  'Manufacturer',
  'Platform',
  'User Agent',
  'State',
  ...issueKindTable.map(({ column }) => column),
  'Description',
  'Tags',
];

/** An issue as a row of that report. */
export function toReportRow(issue: DeviceIssue): (string | boolean)[] {
  const { sourceIdentifier, model, manufacturer, platform, userAgent, state, kinds, description, tags } = issue;
  return [
    ...[sourceIdentifier, model, manufacturer, platform, userAgent, state],
    ...issueKinds.map((kind) => kinds.includes(kind)),
    description,
    tags,
  ];
}
