'use client';

import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import type { EstimateView, OrderForm } from './export-data.ts';
import { fetchEstimate } from './export-queries.ts';

/** Says what the order would come to, while it is being made. */
export function EstimateLine({ order }: { readonly order: OrderForm }) {
  const t = useTranslations('exports');
  const size = useSizeLabel();
  const [settled] = useDebouncedValue(order, 350);
  const { data, error, isFetching } = useQuery({
    queryKey: ['exports', 'estimate', settled],
    queryFn: ({ signal }) => fetchEstimate(settled, signal),
    placeholderData: keepPreviousData,
  });
  const estimateText = ({ points, sources, parts, sizeBytes }: EstimateView) =>
    t('estimate.text', { points, sources, parts, size: size(sizeBytes) });
  const text =
    error instanceof ApiProblem
      ? error.message
      : data === undefined
        ? t('estimate.waiting')
        : data.points === 0
          ? t('estimate.none')
          : estimateText(data);
  return (
    <Text size="sm" aria-live="polite" aria-label={t('estimate.label')} {...(isFetching ? { c: 'dimmed' } : {})}>
      {text}
      {data?.hasLegacyReports && ` ${t('estimate.legacy')}`}
    </Text>
  );
}
