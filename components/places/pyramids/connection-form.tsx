'use client';

import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import type { PyramidConnection, TrialOutcome } from '#lib/registry/domain/pyramid-connection.ts';
import { saveForm } from '../save-form.ts';
import { fetchConnection, removeConnection, saveConnection, tryConnection } from './pyramid-queries.ts';

interface ConnectionFormProps {
  readonly pyramidId: string;
  readonly onDone: (is: 'saved' | 'removed') => void;
  readonly onCancel: () => void;
}

/** The DHIS2 that a pyramid comes from: read first, then a form. */
export function ConnectionForm({ pyramidId, ...props }: ConnectionFormProps) {
  const { data, error } = useQuery({
    queryKey: ['pyramids', 'connection', pyramidId],
    queryFn: ({ signal }) => fetchConnection(pyramidId, signal),
    // What is being typed is not taken away by a later reading.
    staleTime: Infinity,
    gcTime: 0,
  });
  if (error) return <ErrorState error={error} />;
  if (!data) return <TableSkeleton />;
  return <ConnectionFields pyramidId={pyramidId} connection={data.connection} {...props} />;
}

interface ConnectionFieldsProps extends ConnectionFormProps {
  /** Null: none is known. */
  readonly connection: PyramidConnection | null;
}

function ConnectionFields({ pyramidId, connection, onDone, onCancel }: ConnectionFieldsProps) {
  const t = useTranslations('pyramids');
  const [tried, setTried] = useState<TrialOutcome | null>(null);
  const [running, setRunning] = useState<'try' | 'remove' | null>(null);
  const form = useForm({
    initialValues: {
      name: connection?.name ?? '',
      url: connection?.url ?? '',
      login: connection?.login ?? '',
      password: '',
    },
    onValuesChange: () => {
      setTried(null);
    },
  });
  const { url, login, password } = form.values;
  const isKept = connection?.hasPassword === true && connection.url === url.trim().replace(/\/+$/, '');
  const run = async (act: 'try' | 'remove', work: () => Promise<void>) => {
    setRunning(act);
    await saveForm(form, 'url', work);
    setRunning(null);
  };
  const save = form.onSubmit(async (draft) => {
    await saveForm(form, 'url', async () => {
      await saveConnection(pyramidId, draft);
      onDone('saved');
    });
  });
  return (
    <form onSubmit={save} autoComplete="off">
      <Stack>
        <Text size="sm" c="dimmed">
          {t('connection.hint')}
        </Text>
        <TextInput label={t('name')} required maxLength={255} data-autofocus {...form.getInputProps('name')} />
        <TextInput
          label={t('connection.url')}
          description={t('connection.urlHint')}
          type="url"
          required
          {...form.getInputProps('url')}
        />
        <TextInput label={t('connection.login')} required autoComplete="off" {...form.getInputProps('login')} />
        <PasswordInput
          label={t('connection.password')}
          description={isKept ? t('connection.kept') : undefined}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        {tried && <TrialResult tried={tried} />}
        <Group justify="space-between">
          <Group gap="xs">
            <Button
              variant="default"
              loading={running === 'try'}
              disabled={url === '' || login === ''}
              onClick={() => {
                void run('try', async () => {
                  setTried(await tryConnection(pyramidId, { url, login, password }));
                });
              }}
            >
              {t('connection.try')}
            </Button>
            {connection && (
              <Button
                variant="subtle"
                color="red"
                loading={running === 'remove'}
                onClick={() => {
                  void run('remove', async () => {
                    await removeConnection(pyramidId);
                    onDone('removed');
                  });
                }}
              >
                {t('connection.remove')}
              </Button>
            )}
          </Group>
          <Group gap="xs">
            <Button variant="default" onClick={onCancel}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={form.submitting}>
              {t('save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

function TrialResult({ tried }: { readonly tried: TrialOutcome }) {
  const t = useTranslations('pyramids');
  const isOk = tried.outcome === 'ok';
  return (
    <Alert color={isOk ? 'teal' : 'red'} role={isOk ? 'status' : 'alert'}>
      {isOk ? t('connection.outcomes.ok', { version: tried.version }) : t(`connection.outcomes.${tried.outcome}`)}
    </Alert>
  );
}
