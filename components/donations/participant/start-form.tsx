'use client';

import { Button, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl/react';
import { EntryCard } from '#components/accounts/entry/entry-card.tsx';
import { ApiProblem } from '#components/ui/api-client.ts';
import { fetchOffer, startOwnDonation } from './participant-client.ts';

interface StartFormProps {
  readonly study: string;
  readonly maxWidthPx: number;
}

/** Where a participant begins by themselves; goes on with a link of their own. */
export function StartForm({ study, maxWidthPx }: StartFormProps) {
  const t = useTranslations('donations');
  const offer = useQuery({
    queryKey: ['donation-offer', study],
    queryFn: ({ signal }) => fetchOffer(study, signal),
    retry: false,
  });
  if (offer.error) {
    const isClosed = offer.error instanceof ApiProblem && offer.error.status === 404;
    return (
      <EntryCard title={t(isClosed ? 'start.closedTitle' : 'page.failedTitle')} maxWidthPx={maxWidthPx}>
        <Text size="sm" role="alert">
          {isClosed ? t('start.closedText') : offer.error.message}
        </Text>
        {!isClosed && <Button onClick={() => void offer.refetch()}>{t('page.tryAgain')}</Button>}
      </EntryCard>
    );
  }
  return (
    <EntryCard title={t('page.title')} maxWidthPx={maxWidthPx}>
      {offer.data ? (
        <>
          <Text size="sm">{t('start.intro', { study: offer.data.study })}</Text>
          <Fields study={study} />
        </>
      ) : (
        <Skeleton height={260} />
      )}
    </EntryCard>
  );
}

function Fields({ study }: { readonly study: string }) {
  const t = useTranslations('donations');
  const locale = useLocale();
  const form = useForm({ initialValues: { identifier: '', email: '' } });
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  const start = useMutation({
    mutationFn: () => {
      const { identifier, email } = form.values;
      return startOwnDonation({ study, identifier: orNull(identifier), email: orNull(email), locale });
    },
    // The token goes behind #: the page reads it there.
    onSuccess: ({ token }) => {
      window.location.hash = token;
    },
    onError: (error) => {
      if (error instanceof ApiProblem && Object.keys(error.fields).length > 0) form.setErrors({ ...error.fields });
      else form.setErrors({ email: error.message });
    },
  });
  return (
    <form
      onSubmit={form.onSubmit(() => {
        start.mutate();
      })}
    >
      <Stack>
        <TextInput
          label={t('start.identifier')}
          description={t('start.identifierHint')}
          maxLength={200}
          autoComplete="off"
          {...form.getInputProps('identifier')}
        />
        <TextInput
          type="email"
          label={t('start.email')}
          description={t('start.emailHint')}
          maxLength={254}
          autoComplete="email"
          {...form.getInputProps('email')}
        />
        <Button type="submit" loading={start.isPending} w="fit-content">
          {t('start.begin')}
        </Button>
      </Stack>
    </form>
  );
}
