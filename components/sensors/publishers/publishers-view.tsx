'use client';

import { Box, Card, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconSend } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { CopyField } from '#components/accounts/copy-field.tsx';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { OpenSensorsView } from '#lib/sensors/domain/open-sensors.ts';
import { OpenCard } from './open-card.tsx';
import { Publications } from './publications.tsx';
import { fetchPublishers, publicationStates, refreshMs, type Publisher } from './publisher-data.ts';
import { PublisherForm } from './publisher-form.tsx';
import { PublisherRow } from './publisher-row.tsx';

interface PublishersViewProps {
  readonly initial: readonly Publisher[];
  /** Keys of all quantities. */
  readonly quantities: readonly string[];
  /** Whether everybody may read. */
  readonly open: OpenSensorsView;
}

/** Where public samples go besides: add, change and remove publishers, and see what arrived and what did not. */
export function PublishersView({ initial, quantities, open }: PublishersViewProps) {
  const t = useTranslations('publishers');
  const [shown, show] = useQueryStates({
    publisher: parseAsString,
    state: parseAsStringLiteral(publicationStates).withDefault('failed'),
  });
  const { data: publishers } = useQuery({
    queryKey: ['publishers'],
    queryFn: ({ signal }) => fetchPublishers(signal),
    initialData: [...initial],
    refetchInterval: refreshMs,
  });
  const edit = useEditor(quantities);
  const chosen = publishers.find(({ id }) => id === shown.publisher);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <AddButton
            label={t('add')}
            onClick={() => {
              edit(null);
            }}
          />
        }
      />
      <Card p={0}>
        {publishers.length === 0 ? (
          <EmptyState icon={<IconSend size={24} />} title={t('none')} description={t('noneHint')} />
        ) : (
          publishers.map((publisher, index) => (
            <PublisherRow
              key={publisher.id}
              publisher={publisher}
              isFirst={index === 0}
              onEdit={edit}
              onShow={(state) => void show({ publisher: publisher.id, state })}
            />
          ))
        )}
      </Card>
      {chosen && <Publications publisher={chosen} state={shown.state} onState={(state) => void show({ state })} />}
      <Box mt="xl">
        <OpenCard initial={open} />
      </Box>
    </>
  );
}

/** Opens the form; a key that was made for a webhook is shown once. */
function useEditor(quantities: readonly string[]): (publisher: Publisher | null) => void {
  const t = useTranslations('publishers');
  const queries = useQueryClient();
  const finish = (newSigningKey: string | null) => {
    void queries.invalidateQueries({ queryKey: ['publishers'] });
    if (newSigningKey === null) return;
    modals.open({
      title: t('keyTitle'),
      children: (
        <Stack>
          <Text size="sm">{t('keyText')}</Text>
          <CopyField label={t('form.signingKey')} value={newSigningKey} />
        </Stack>
      ),
    });
  };
  return (publisher) => {
    modals.open({
      title: publisher === null ? t('add') : t('editThis', { name: publisher.name }),
      size: 'lg',
      closeOnClickOutside: false,
      children: <PublisherForm publisher={publisher} quantities={quantities} onSaved={finish} />,
    });
  };
}
