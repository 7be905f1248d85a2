import { z } from 'zod';
import { apiDelete, apiGet, apiPost, apiPut, pageSchema } from '#components/ui/api-client.ts';
import { configurationSchema, type Configuration, type ConfigurationDraft } from '#lib/passive/domain/configuration.ts';
import { explainedConfigurationSchema } from '#lib/passive/domain/configuration-explanation.ts';

/** A configuration as one chooses it. */
export interface ConfigurationChoice {
  readonly id: string;
  readonly name: string;
  readonly studyName: string;
}

/** A study whose configurations one sees. */
export interface ConfiguredStudy {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

export async function fetchConfigurations(studyId: string | undefined, signal: AbortSignal): Promise<Configuration[]> {
  const { items } = await apiGet('configurations', pageSchema(configurationSchema), { query: { studyId }, signal });
  return items;
}

export function createConfiguration(studyId: string, draft: ConfigurationDraft): Promise<Configuration> {
  return apiPost('configurations', { studyId, ...draft }, configurationSchema);
}

export function replaceConfiguration(id: string, draft: ConfigurationDraft): Promise<Configuration> {
  return apiPut(`configurations/${id}`, draft, configurationSchema);
}

export function removeConfiguration(id: string): Promise<unknown> {
  return apiDelete(`configurations/${id}`);
}

interface Asked {
  readonly studyId: string;
  readonly identifier: string;
  readonly context: string;
}

export async function fetchExplanation({ studyId, identifier, context }: Asked, signal: AbortSignal) {
  const { configuration } = await apiGet(
    'configurations/explain',
    z.object({ configuration: explainedConfigurationSchema.nullable() }),
    { query: { studyId, identifier, context }, signal },
  );
  return configuration;
}
