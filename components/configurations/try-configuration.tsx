'use client';

import { Anchor, Card, Code, Group, ScrollArea, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { indentJson } from '#lib/exports/domain/indent-json.ts';
import type { ExplainedConfiguration } from '#lib/passive/domain/configuration-explanation.ts';
import { fetchExplanation, type ConfiguredStudy } from './configuration-queries.ts';

const typingMs = 250;

interface TryConfigurationProps {
  readonly studies: readonly ConfiguredStudy[];
  readonly onOpen: (id: string) => void;
}

/** Says what a device would get, and why, before it asks. */
export function TryConfiguration({ studies, onOpen }: TryConfigurationProps) {
  const t = useTranslations('passive');
  const [studyId, setStudyId] = useState<string | null>(studies[0]?.id ?? null);
  const [identifier, setIdentifier] = useState('');
  const [deviceContext, setDeviceContext] = useState('default');
  const [asked] = useDebouncedValue({ identifier, context: deviceContext }, typingMs);
  const { data, error, isFetched } = useQuery({
    queryKey: ['configurations', 'explain', studyId, asked],
    queryFn: ({ signal }) => fetchExplanation({ studyId: studyId ?? '', ...asked }, signal),
    enabled: studyId !== null && asked.identifier !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <Card component="section" aria-label={t('configurations.tryTitle')}>
      <Stack gap="sm">
        <Title order={2}>{t('configurations.tryTitle')}</Title>
        <Group align="flex-end" gap="sm">
          {studies.length > 1 && (
            <Select
              label={t('configurations.study')}
              data={studies.map(({ id, name }) => ({ value: id, label: name }))}
              value={studyId}
              onChange={setStudyId}
              allowDeselect={false}
              style={{ flex: '1 1 12rem' }}
            />
          )}
          <TextInput
            label={t('configurations.tryIdentifier')}
            placeholder={t('configurations.tryDescription')}
            value={identifier}
            maxLength={1024}
            onChange={(event) => {
              setIdentifier(event.currentTarget.value);
            }}
            style={{ flex: '2 1 14rem' }}
          />
          <TextInput
            label={t('configurations.tryContext')}
            value={deviceContext}
            maxLength={1024}
            onChange={(event) => {
              setDeviceContext(event.currentTarget.value);
            }}
            style={{ flex: '1 1 10rem' }}
          />
        </Group>
        <div aria-live="polite">
          {error && <ErrorState error={error} />}
          {asked.identifier !== '' && isFetched && !error && <Answer configuration={data ?? null} onOpen={onOpen} />}
        </div>
      </Stack>
    </Card>
  );
}

interface AnswerProps {
  readonly configuration: ExplainedConfiguration | null;
  readonly onOpen: (id: string) => void;
}

function Answer({ configuration, onOpen }: AnswerProps) {
  const t = useTranslations('passive');
  if (configuration === null) return <Text size="sm">{t('configurations.tryNone')}</Text>;
  const { id, name, why, body } = configuration;
  return (
    <Stack gap="xs">
      <Text size="sm">
        {name !== null && (
          <>
            <Anchor
              component="button"
              type="button"
              fw={560}
              onClick={() => {
                onOpen(id);
              }}
            >
              {name}
            </Anchor>
            {' · '}
          </>
        )}
        {t(`configurations.why.${why}`)}
      </Text>
      {name === null ? (
        <Text size="sm" c="dimmed">
          {t('configurations.notYours')}
        </Text>
      ) : (
        <ScrollArea.Autosize
          mah={280}
          viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('configurations.body') }}
        >
          <Code block>{indentJson(JSON.stringify(body), 0)}</Code>
        </ScrollArea.Autosize>
      )}
    </Stack>
  );
}
