'use client';

import { Alert } from '@mantine/core';
import { IconSnowflake } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl/react';
import { apiGet, pageSchema } from '#components/ui/api-client.ts';
import { coldMonthSchema } from '#lib/passive/domain/cold-month.ts';
import type { SourceType } from '#lib/passive/domain/views/view-results.ts';

/** Months named one by one; more are told as a range. */
const mostNamed = 6;

/** Tells that some of what a source sent is in the database no more; nothing where all of it is. */
export function ColdNotice({ types }: { readonly types: readonly SourceType[] }) {
  const t = useTranslations('sources');
  const format = useFormatter();
  const { data = [] } = useQuery({
    queryKey: ['cold-months'],
    queryFn: async ({ signal }) => (await apiGet('cold-months', pageSchema(coldMonthSchema), { signal })).items,
    staleTime: 600_000,
  });
  const first = Math.min(...types.map(({ firstCreatedAt }) => firstCreatedAt.getTime()));
  const months = [...new Set(data.map(({ month }) => month))].filter((month) => endOfMonth(month) > first);
  if (types.length === 0 || months.length === 0) return null;
  const nameOf = (month: string | undefined) =>
    format.dateTime(new Date(`${month ?? ''}-01T00:00:00Z`), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const named =
    months.length > mostNamed ? `${nameOf(months[0])} – ${nameOf(months.at(-1))}` : format.list(months.map(nameOf));
  return (
    <Alert
      variant="light"
      color="gray"
      icon={<IconSnowflake size={18} />}
      title={t('source.coldTitle', { count: months.length })}
    >
      {t('source.coldText', { months: named })}
    </Alert>
  );
}

function endOfMonth(month: string): number {
  const at = new Date(`${month}-01T00:00:00Z`);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1);
}
