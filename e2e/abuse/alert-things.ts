import { createAlertRule, checkStudy } from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { listAlerts, listAlertsSchema } from '#lib/sources/index.ts';

/** Things of alerts that requests name. */
export interface AlertThings {
  readonly alertId: string;
  readonly alertRuleId: string;
}

interface Cast {
  readonly studyId: string;
  readonly words: { readonly name: string };
}

/** A rule of a study's own, and an alert it opened. */
export async function makeAlertThings(
  { config }: Pick<Runtime, 'config'>,
  ctx: Context,
  { studyId, words }: Cast,
): Promise<AlertThings> {
  const none = { level: 'warning', message: `${words.name} waits` } as const;
  const definition = { kind: 'threshold', type: 'never-sent', path: 'x', steps: [], none, kinds: [] } as const;
  const rule = { name: `${words.name} rule`, isEnabled: true, definition: { ...definition, steps: [], kinds: [] } };
  const { id } = await createAlertRule(ctx, { studyId, ...rule });
  await checkStudy(ctx, { studyId, publicUrl: config.publicUrl });
  const { items } = await listAlerts(ctx, listAlertsSchema.parse({}));
  return { alertId: items[0]?.id ?? '', alertRuleId: id ?? '' };
}
