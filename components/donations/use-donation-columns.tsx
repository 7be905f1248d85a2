'use client';

import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import { DonationStateBadge } from './donation-badges.tsx';
import type { DonationData } from './donation-data.ts';

/** The columns of the list of requests. */
export function useDonationColumns(): readonly TableColumn<DonationData>[] {
  const t = useTranslations('donations');
  return useMemo(
    (): TableColumn<DonationData>[] => [
      {
        id: 'identifier',
        header: t('columns.identifier'),
        isFixed: true,
        widthPx: 180,
        csv: ({ identifier }) => identifier,
        cell: ({ identifier }) => (
          <Text size="sm" fw={500} truncate>
            {identifier}
          </Text>
        ),
      },
      {
        id: 'state',
        header: t('columns.state'),
        widthPx: 140,
        csv: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <DonationStateBadge state={state} />,
      },
      {
        id: 'services',
        header: t('columns.services'),
        widthPx: 200,
        csv: ({ delivered }) => delivered.join(' '),
        cell: (donation) => <Given donation={donation} />,
      },
      {
        id: 'email',
        header: t('columns.email'),
        widthPx: 200,
        csv: ({ email }) => email ?? '',
        cell: ({ email }) => (
          <Text size="sm" truncate>
            {email ?? ''}
          </Text>
        ),
      },
      {
        id: 'mailed',
        header: t('columns.mailed'),
        widthPx: 150,
        csv: ({ lastEmailedAt }) => lastEmailedAt ?? '',
        cell: ({ lastEmailedAt }) => <RelativeTime at={lastEmailedAt} never={t('never')} />,
      },
      {
        id: 'requested',
        header: t('columns.requested'),
        widthPx: 150,
        csv: ({ requestedAt }) => requestedAt,
        cell: ({ requestedAt }) => <RelativeTime at={requestedAt} />,
      },
      {
        id: 'expires',
        header: t('columns.expires'),
        widthPx: 160,
        csv: ({ expiresAt }) => expiresAt,
        cell: ({ expiresAt }) => <Moment at={expiresAt} />,
      },
      {
        id: 'study',
        header: t('columns.study'),
        widthPx: 160,
        csv: ({ studyName }) => studyName,
        cell: ({ studyName }) => (
          <Text size="sm" truncate>
            {studyName}
          </Text>
        ),
      },
    ],
    [t],
  );
}

/** How many of the services asked for have come, and whether something could not be used. */
function Given({ donation }: { readonly donation: DonationData }) {
  const t = useTranslations('donations');
  const { services, delivered, refusedCount } = donation;
  const given = services.filter((service) => delivered.includes(service)).length;
  return (
    <Text size="sm" truncate>
      {services.length === 0 ? delivered.join(', ') : t('givenOf', { given, asked: services.length })}
      {refusedCount > 0 && (
        <Text span size="sm" c="var(--cairn-bad)">
          {` · ${t('refusedFiles', { count: refusedCount })}`}
        </Text>
      )}
    </Text>
  );
}
