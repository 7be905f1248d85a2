'use client';

import { Card, Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { StackedStrip } from '#components/charts/stacked-strip.tsx';
import type { HomeData } from './home-data.ts';
import { kindColor, KindIcon, knownKind } from './kind-icon.tsx';

interface IntakeCardProps {
  readonly strips: HomeData['strips'];
  readonly intake: NonNullable<HomeData['intake']>;
}

/** The last 24 hours: one calm strip per kind of source. */
export function IntakeCard({ strips, intake }: IntakeCardProps) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const rows = strips.map(({ kind, bins }) => ({
    key: kind,
    label: t(`kinds.${knownKind(kind)}`),
    icon: <KindIcon kind={kind} />,
    bins,
    color: kindColor(kind),
  }));
  return (
    <Card>
      {rows.length === 0 ? (
        <>
          <Text size="sm" fw={600}>
            {t('home.intakeTitle')}
          </Text>
          <Text size="sm" c="dimmed" py="lg">
            {t('home.intakeNone')}
          </Text>
        </>
      ) : (
        <StackedStrip
          title={t('home.intakeTitle')}
          rows={rows}
          aside={
            <Text size="xs" c="dimmed" visibleFrom="sm">
              {t('home.intakeTotal', { points: format.number(intake.last.pointsAdded) })}
            </Text>
          }
        />
      )}
    </Card>
  );
}
