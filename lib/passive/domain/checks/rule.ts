import { z } from 'zod';
import { alertLevelSchema } from '#lib/sources/domain/alerts/alert.ts';
import { fidelityStateSchema } from '#lib/sources/domain/fidelity/fidelity.ts';
import { sourceKindSchema } from '#lib/sources/domain/source.ts';
import { patternFlaw } from '../configuration-pattern.ts';
import { maxPathLength, parseJsonPath } from './json-path.ts';

const maxSteps = 6;
const maxSignals = 20;
const maxVertices = 500;
/** Longest time a rule waits, in hours: ten years. */
const maxHours = 87_600;

/** The sentence of an alert; `{value}` and `{age}` stand for what was found. */
const messageSchema = z
  .string()
  .trim()
  .min(1, 'Write what the alert says.')
  .max(300)
  .regex(/^\P{Cc}*$/u, 'Control characters cannot be used.');

const saidSchema = z.strictObject({ level: alertLevelSchema, message: messageSchema });

/** What is said of a source, and how bad that is. */
export type Said = z.infer<typeof saidSchema>;

const nameSchema = z.string().trim().min(1, 'Name a type.').max(1024);

export const operators = ['lt', 'lte', 'gt', 'gte', 'eq', 'ne', 'contains', 'matches'] as const;
export type Operator = (typeof operators)[number];

const scalarSchema = z.union([z.number(), z.string().max(500), z.boolean()]);
export type Scalar = z.infer<typeof scalarSchema>;

const thresholdStepSchema = z
  .strictObject({ ...saidSchema.shape, operator: z.enum(operators), value: scalarSchema })
  .superRefine(({ operator, value }, issue) => {
    const isOrder = ['lt', 'lte', 'gt', 'gte'].includes(operator);
    if (isOrder && typeof value !== 'number')
      issue.addIssue({ code: 'custom', path: ['value'], message: 'Give a number.' });
    const isText = operator === 'contains' || operator === 'matches';
    if (isText && typeof value !== 'string')
      issue.addIssue({ code: 'custom', path: ['value'], message: 'Give a text.' });
    const flaw = operator === 'matches' && typeof value === 'string' ? patternFlaw(value) : null;
    if (flaw !== null) issue.addIssue({ code: 'custom', path: ['value'], message: flaw });
  });
export type ThresholdStep = z.infer<typeof thresholdStepSchema>;

const kinds = z.array(sourceKindSchema).max(4).default([]);

/** A value in a type's latest point crosses a threshold. */
const thresholdSchema = z.strictObject({
  kind: z.literal('threshold'),
  type: nameSchema,
  path: z
    .string()
    .trim()
    .min(1, 'Name the value, as in level or storage.free.')
    .max(maxPathLength)
    .refine(
      (path) => parseJsonPath(path) !== null,
      'This is not a path, like level, storage.free or events[0].package.',
    ),
  /** The first that holds is said. */
  steps: z.array(thresholdStepSchema).max(maxSteps),
  /** Said when there is no such value yet; null: nothing. */
  none: saidSchema.nullable(),
  /** Kinds of sources it looks at; empty: all. */
  kinds,
});
export type ThresholdRule = z.infer<typeof thresholdSchema>;

/** Nothing has come for so long. */
const silenceSchema = z.strictObject({
  kind: z.literal('silence'),
  /**
   * Types, or names of app events, of which one is enough; `*` at the end stands for anything. Empty: whatever comes.
   */
  signals: z.array(nameSchema).max(maxSignals),
  /** The first that holds is said. */
  steps: z
    .array(
      z.strictObject({
        ...saidSchema.shape,
        hours: z.number().positive('Give a time longer than nothing.').max(maxHours),
        /** Only when it is longer than that, not just as long. */
        isExclusive: z.boolean().default(false),
      }),
    )
    .max(maxSteps),
  /** Said when nothing has come at all; null: nothing. */
  none: saidSchema.nullable(),
  kinds,
});
export type SilenceRule = z.infer<typeof silenceSchema>;

/** A source does not deliver as it should: what the look at all sources found (man-26). */
const fidelityRuleSchema = z.strictObject({
  kind: z.literal('fidelity'),
  /** The first whose state it is in is said. */
  steps: z
    .array(z.strictObject({ ...saidSchema.shape, state: fidelityStateSchema.exclude(['unknown']) }))
    .max(maxSteps),
  /** Said when it never delivered; null: nothing. */
  none: saidSchema.nullable(),
  kinds,
});
export type FidelityRule = z.infer<typeof fidelityRuleSchema>;

const boundSchema = z.strictObject({
  ...saidSchema.shape,
  operator: z.enum(operators).extract(['lt', 'lte', 'gt', 'gte']),
  /** In the quantity's unit. */
  value: z.number(),
});

/** The newest observation of a quantity crosses a threshold (man-27). */
const observationSchema = z.strictObject({
  kind: z.literal('observation'),
  /** Key of the quantity, as in co2. */
  quantity: z.string().trim().min(1, 'Name a quantity.').max(100),
  /** The first that holds is said. */
  steps: z.array(boundSchema).max(maxSteps),
  /** Observations older than this say nothing; null: the newest counts, however old. */
  maxAgeHours: z.number().positive().max(maxHours).nullable().default(null),
  /** Said when it was never observed; null: nothing. */
  none: saidSchema.nullable(),
  kinds,
});
export type ObservationRule = z.infer<typeof observationSchema>;

const lonLatSchema = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

export const regionShapeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('circle'),
    /** [lon, lat], WGS 84. */
    center: lonLatSchema,
    radiusM: z.number().positive().max(20_000_000),
  }),
  z.strictObject({
    type: z.literal('polygon'),
    /** Corners [lon, lat] in order; the last joins the first. */
    ring: z.array(lonLatSchema).min(3, 'Draw at least three corners.').max(maxVertices),
  }),
]);
export type RegionShape = z.infer<typeof regionShapeSchema>;

/** A source was last seen outside of a region (or inside). */
const regionSchema = z.strictObject({
  kind: z.literal('region'),
  shape: regionShapeSchema,
  when: z.enum(['outside', 'inside']).default('outside'),
  said: saidSchema,
  /** Positions older than this say nothing; null: the latest counts, however old. */
  maxAgeHours: z.number().positive().max(maxHours).nullable().default(null),
  /** Said when no position is known; null: nothing. */
  none: saidSchema.nullable(),
  kinds,
});
export type RegionRule = z.infer<typeof regionSchema>;

/** What a rule looks at and says. */
export const ruleDefinitionSchema = z
  .discriminatedUnion('kind', [thresholdSchema, silenceSchema, regionSchema, fidelityRuleSchema, observationSchema])
  .superRefine((rule, issue) => {
    if (rule.kind !== 'region' && rule.steps.length === 0 && rule.none === null) {
      issue.addIssue({ code: 'custom', path: ['steps'], message: 'Say at least one thing.' });
    }
  });
export type RuleDefinition = z.infer<typeof ruleDefinitionSchema>;

/** A status check as a study has it. */
export const alertRuleSchema = z.object({
  /** `rule:<id>`, or the id of a built-in or plug-in check. */
  checkId: z.string(),
  /** Null: a built-in that nobody has decided about. */
  id: z.guid().nullable(),
  studyId: z.guid(),
  name: z.string(),
  isBuiltIn: z.boolean(),
  isEnabled: z.boolean(),
  /** What it looks at; several are tried in order. Empty for a plug-in, which decides by itself. */
  definitions: z.array(ruleDefinitionSchema),
  /** Why its last run failed; null: it did not. */
  lastError: z.string().nullable(),
  updatedAt: z.coerce.date().nullable(),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

/** What a person decides about a rule of their own. */
export const alertRuleDraftSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Give it a name.')
    .max(200)
    .regex(/^\P{Cc}*$/u, 'Control characters cannot be used.'),
  isEnabled: z.boolean().default(true),
  definition: ruleDefinitionSchema,
});
export type AlertRuleDraft = z.infer<typeof alertRuleDraftSchema>;
