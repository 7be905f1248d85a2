import { z } from 'zod';

/** Why a device gets a configuration: given to it by hand; its pattern equals the identifier; its pattern is found in it. */
export const configurationReasonSchema = z.enum(['assigned', 'equal', 'pattern']);
export type ConfigurationReason = z.infer<typeof configurationReasonSchema>;

/** The configuration a device gets; name and body are null for those who may not change configurations. */
export const explainedConfigurationSchema = z.object({
  id: z.guid(),
  why: configurationReasonSchema,
  name: z.string().nullable(),
  body: z.json().nullable(),
});
export type ExplainedConfiguration = z.infer<typeof explainedConfigurationSchema>;
