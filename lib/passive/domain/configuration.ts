import { z } from 'zod';
import { patternFlaw } from './configuration-pattern.ts';

/** Longest pattern, in characters. */
export const maxPatternLength = 500;
/** Largest configuration, in bytes of JSON. */
export const maxConfigurationBytes = 1024 * 1024;

const patternSchema = z
  .string()
  .min(1, 'Give a regular expression; .* fits everything.')
  .max(maxPatternLength)
  .superRefine((pattern, issue) => {
    const flaw = patternFlaw(pattern);
    if (flaw !== null) issue.addIssue({ code: 'custom', message: flaw });
  });

const bodySchema = z
  .json()
  .refine((body) => JSON.stringify(body).length <= maxConfigurationBytes, 'The configuration is larger than 1 MB.');

/** What a person decides about a device configuration (PDK section 1.11). */
export const configurationDraftSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(200),
  /** Searched in the identifier of the device; equal to it, it goes before all others. */
  idPattern: patternSchema,
  /** Searched in the context the device names; `.*` fits every context. */
  contextPattern: patternSchema.default('.*'),
  /** What the device is told; any JSON. */
  body: bodySchema,
  /** Lower goes first. */
  evaluateOrder: z.int().min(-1_000_000).max(1_000_000).default(1),
  isEnabled: z.boolean().default(true),
});

export type ConfigurationDraft = z.infer<typeof configurationDraftSchema>;

/** A device configuration as it stands. */
export const configurationSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  name: z.string(),
  idPattern: z.string(),
  contextPattern: z.string(),
  body: z.json(),
  evaluateOrder: z.int(),
  isEnabled: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type Configuration = z.infer<typeof configurationSchema>;

/** A configuration as it was saved once. */
export const configurationVersionSchema = z.object({
  /** From 1. */
  version: z.int(),
  act: z.enum(['create', 'update', 'restore', 'import']),
  /** The version that was brought back. */
  restoredVersion: z.int().nullable(),
  savedAt: z.iso.datetime(),
  /** Who saved it, as they were called then; empty: not kept. */
  savedBy: z.string(),
  name: z.string(),
  idPattern: z.string(),
  contextPattern: z.string(),
  body: z.json(),
  evaluateOrder: z.int(),
  isEnabled: z.boolean(),
});
export type ConfigurationVersion = z.infer<typeof configurationVersionSchema>;

/** A file of configurations, for another study or installation. */
export const configurationFileSchema = z.object({
  kind: z.literal('cairn-device-configurations'),
  formatVersion: z.literal(1),
  configurations: z.array(configurationDraftSchema).max(1000),
});
export type ConfigurationFile = z.infer<typeof configurationFileSchema>;

/** What bringing a file in has done, or would do. */
export const configurationImportSchema = z.object({
  created: z.array(z.string()),
  updated: z.array(z.string()),
  unchanged: z.array(z.string()),
});
export type ConfigurationImport = z.infer<typeof configurationImportSchema>;
