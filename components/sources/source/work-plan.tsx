'use client';

import { List, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { SourceWorkPlan } from '#lib/passive/domain/source-work.ts';

interface WorkPlanProps {
  readonly plan: SourceWorkPlan;
  readonly work: 'erase' | 'merge' | 'split';
}

/** What is about to happen, in numbers. */
export function WorkPlan({ plan, work }: WorkPlanProps) {
  const t = useTranslations('sourceWork');
  const format = useFormatter();
  const day = (at: Date | null) => (at === null ? '–' : format.dateTime(at, { dateStyle: 'medium' }));
  const range = { from: day(plan.firstCreatedAt), to: day(plan.lastCreatedAt) };
  return (
    <List size="sm" aria-label={t('plan.label')}>
      <List.Item>{t(`plan.points.${work}`, { points: plan.points, types: plan.types, ...range })}</List.Item>
      {plan.attachments > 0 && <List.Item>{t(`plan.attachments.${work}`, { count: plan.attachments })}</List.Item>}
      {work === 'erase' && (
        <>
          <List.Item>{t('plan.quarantined', { count: plan.quarantined })}</List.Item>
          <List.Item>{t('plan.bundles', { count: plan.bundles })}</List.Item>
          {plan.waitingBundles > 0 && <List.Item>{t('plan.waiting', { count: plan.waitingBundles })}</List.Item>}
        </>
      )}
      {plan.coldFiles > 0 && <List.Item>{t('plan.cold', { count: plan.coldFiles })}</List.Item>}
      {work === 'erase' && plan.exports > 0 && (
        <List.Item>
          <Text size="sm" fw={600} component="span">
            {t('plan.exports', { count: plan.exports })}
          </Text>
        </List.Item>
      )}
    </List>
  );
}
