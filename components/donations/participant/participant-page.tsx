'use client';

import { Alert, Button, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { IconCircleCheck, IconLock } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { EntryCard } from '#components/accounts/entry/entry-card.tsx';
import { ApiProblem } from '#components/ui/api-client.ts';
import { useLinkToken } from '#components/ui/use-link-token.ts';
import type { ParticipantData } from '../donation-data.ts';
import { ChooseServices } from './choose-services.tsx';
import { changeOwnDonation, fetchOwnDonation } from './participant-client.ts';
import { ServiceSection } from './service-section.tsx';
import { StartForm } from './start-form.tsx';

/** Wide enough for steps, narrow enough to read, in pixels. */
const pageWidthPx = 640;
/** How often the page looks again while an archive is being read, in milliseconds. */
const busyMs = 2_000;

/** The page of a participant: by their link, or where they begin by themselves. */
export function ParticipantPage({ study }: { readonly study: string | null }) {
  const token = useLinkToken();
  if (token === '' && study !== null) return <StartForm study={study} maxWidthPx={pageWidthPx} />;
  return <OwnDonation token={token} />;
}

function OwnDonation({ token }: { readonly token: string | null }) {
  const t = useTranslations('donations');
  const own = useQuery({
    queryKey: ['own-donation', token],
    queryFn: ({ signal }) => fetchOwnDonation(token ?? '', signal),
    enabled: token !== null && token !== '',
    retry: (count, error) => !(error instanceof ApiProblem && error.status === 404) && count < 2,
    refetchInterval: ({ state }) => (state.data?.files.some((file) => file.state === 'waiting') ? busyMs : false),
  });
  const isBad = token === '' || (own.error instanceof ApiProblem && own.error.status === 404);
  if (isBad) {
    return (
      <EntryCard title={t('page.badLinkTitle')} maxWidthPx={pageWidthPx}>
        <Text size="sm">{t('page.badLinkText')}</Text>
      </EntryCard>
    );
  }
  if (own.error) {
    return (
      <EntryCard title={t('page.failedTitle')} maxWidthPx={pageWidthPx}>
        <Text size="sm" role="alert">
          {own.error.message}
        </Text>
        <Button onClick={() => void own.refetch()}>{t('page.tryAgain')}</Button>
      </EntryCard>
    );
  }
  return (
    <EntryCard title={t('page.title')} maxWidthPx={pageWidthPx}>
      {own.data && token !== null ? <Donation donation={own.data} token={token} /> : <Skeleton height={360} />}
    </EntryCard>
  );
}

function Donation({ donation, token }: { readonly donation: ParticipantData; readonly token: string }) {
  const t = useTranslations('donations');
  const [isChoosing, setChoosing] = useState(donation.chosen.length === 0);
  const chosen = donation.services.filter(({ slug }) => donation.chosen.includes(slug));
  const isComplete = chosen.every(({ slug }) =>
    donation.files.some(({ service, state }) => service === slug && state !== 'receiving' && state !== 'refused'),
  );
  return (
    <Stack>
      <Text size="sm">{t('page.intro', { study: donation.study, identifier: donation.identifier })}</Text>
      <Alert icon={<IconLock size={18} />} color="gray" variant="light">
        {t('page.privacy')}
      </Alert>
      {isChoosing ? (
        <ChooseServices
          donation={donation}
          token={token}
          onDone={() => {
            setChoosing(false);
          }}
        />
      ) : (
        <>
          {isComplete && (
            <Alert icon={<IconCircleCheck size={18} />} color="green" role="status">
              {t('page.thanks')}
            </Alert>
          )}
          {chosen.map((service) => (
            <ServiceSection key={service.slug} service={service} donation={donation} token={token} />
          ))}
          <Button
            variant="default"
            w="fit-content"
            onClick={() => {
              setChoosing(true);
            }}
          >
            {t('page.changeServices')}
          </Button>
        </>
      )}
      {donation.hasEmail && <Reminders donation={donation} token={token} />}
      <Text size="sm" c="dimmed">
        {t('page.until', { date: new Date(donation.expiresAt) })}
      </Text>
    </Stack>
  );
}

function Reminders({ donation, token }: { readonly donation: ParticipantData; readonly token: string }) {
  const t = useTranslations('donations');
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (canEmail: boolean) => changeOwnDonation(token, { canEmail }),
    onSuccess: (changed) => {
      queries.setQueryData(['own-donation', token], changed);
    },
  });
  return (
    <Switch
      label={t('page.reminders')}
      checked={change.isPending ? change.variables : donation.canEmail}
      onChange={(event) => {
        change.mutate(event.currentTarget.checked);
      }}
    />
  );
}
