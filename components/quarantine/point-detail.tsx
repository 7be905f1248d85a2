'use client';

import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTypeName } from '#components/sources/source/type-names.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import type { QuarantinedDetailView } from '#lib/passive/domain/quarantine-views.ts';
import { CaseCard, Fact } from './case-card.tsx';
import { PointContent } from './point-content.tsx';
import { fetchDetail } from './quarantine-queries.ts';
import type { QuarantineActs } from './use-quarantine-acts.ts';

interface PointDetailProps {
  readonly id: string;
  readonly acts: QuarantineActs;
  readonly onBack: () => void;
}

/** One thing that was not understood: the rule, what is wrong, how to mend it, its text, and what to do. */
export function PointDetail({ id, acts, onBack }: PointDetailProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['quarantine', 'detail', id],
    queryFn: ({ signal }) => fetchDetail(id, signal),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PanelSkeleton heightPx={420} />;
  return <Detail key={data.id} row={data} acts={acts} onBack={onBack} />;
}

function Detail({ row, acts, onBack }: Omit<PointDetailProps, 'id'> & { readonly row: QuarantinedDetailView }) {
  const t = useTranslations('passive');
  const { reason, state } = row;
  return (
    <CaseCard title={t(`reasons.${reason}.name`)} state={state} subtitle={<Facts row={row} />} onBack={onBack}>
      <Stack gap="xs">
        <Fact label={t('quarantine.rule')}>{t(`reasons.${reason}.rule`)}</Fact>
        <Fact label={t('quarantine.wrong')}>{row.detail}</Fact>
        <Fact label={t('quarantine.fix')}>{t(`reasons.${reason}.fix`)}</Fact>
      </Stack>
      <PointContent row={row} acts={acts} />
    </CaseCard>
  );
}

function Facts({ row }: { readonly row: QuarantinedDetailView }) {
  const t = useTranslations('passive');
  const typeName = useTypeName();
  const parts = [
    row.position < 0 ? t('quarantine.whole') : t('quarantine.position', { position: row.position + 1 }),
    `${t('quarantine.source')}: ${row.sourceHint ?? t('quarantine.unknown')}`,
    `${t('quarantine.type')}: ${row.typeHint === null ? t('quarantine.unknown') : typeName(row.typeHint)}`,
  ];
  return (
    <Text size="sm" c="dimmed">
      {parts.join(' · ')}
      {' · '}
      {t('quarantine.receivedAt')} <Moment at={row.receivedAt} withSeconds />
      {row.resolvedAt && (
        <>
          {' · '}
          {t(`quarantine.states.${row.state}`)} <RelativeTime at={row.resolvedAt} />
        </>
      )}
    </Text>
  );
}
