'use client';

import { Autocomplete, Button, Card, Code, Group, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { everyType } from '#lib/passive/domain/sensitive/sensitive-field.ts';
import { addSensitiveField, previewSensitive } from './sensitive-queries.ts';

interface RuleFormProps {
  readonly study: string;
  readonly types: readonly string[];
}

/** Names members that are not to be kept, and shows at once which variables of the codebook that means. */
export function RuleForm({ study, types }: RuleFormProps) {
  const t = useTranslations('sensitive');
  const queries = useQueryClient();
  const form = useForm({ initialValues: { type: '', pattern: '', note: '' } });
  const typeOf = (text: string) => (text.trim() === '' ? everyType : text.trim());
  const add = form.onSubmit(async ({ type, pattern, note }) => {
    try {
      await addSensitiveField({ study, type: typeOf(type), pattern, note });
      await queries.invalidateQueries({ queryKey: ['sensitive-fields'] });
      form.reset();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      form.setErrors(Object.keys(error.fields).length > 0 ? { ...error.fields } : { pattern: error.message });
    }
  });
  const { type, pattern } = form.values;
  return (
    <Card component="section" aria-label={t('addTitle')}>
      <form onSubmit={add}>
        <Stack gap="sm">
          <Title order={2} size="h3">
            {t('addTitle')}
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ alignItems: 'end' }}>
            <Autocomplete
              label={t('type')}
              description={t('typeHint')}
              placeholder={t('everyType')}
              data={[...types]}
              limit={50}
              maxLength={1024}
              {...form.getInputProps('type')}
            />
            <TextInput
              label={t('pattern')}
              description={t('patternHint')}
              maxLength={500}
              required
              {...form.getInputProps('pattern')}
            />
            <TextInput label={t('note')} description={t('noteHint')} maxLength={500} {...form.getInputProps('note')} />
          </SimpleGrid>
          <Group justify="space-between" align="flex-start">
            <Preview study={study} type={typeOf(type)} pattern={pattern} />
            <Button type="submit" loading={form.submitting}>
              {t('add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

interface PreviewProps {
  readonly study: string;
  readonly type: string;
  readonly pattern: string;
}

const mostNamed = 12;

function Preview(props: PreviewProps) {
  const t = useTranslations('sensitive');
  const [asked] = useDebouncedValue(props.pattern.trim(), 300);
  const { study, type } = props;
  const { data, error } = useQuery({
    queryKey: ['sensitive-fields', 'preview', study, type, asked],
    queryFn: () => previewSensitive({ study, type, pattern: asked }),
    enabled: asked !== '',
    retry: false,
    placeholderData: keepPreviousData,
  });
  if (asked === '' || error || !data) return <span />;
  if (data.isSlow) return <Text size="sm">{t('slow')}</Text>;
  const named = data.variables.slice(0, mostNamed);
  return (
    <Text size="sm" c="dimmed" style={{ flex: '1 1 16rem' }} aria-live="polite">
      {t('fits', { count: data.variables.length })}{' '}
      {named.map(({ type: ofType, path }) => (
        <Code key={`${ofType} ${path}`} mr={4}>
          {type === everyType ? `${ofType}: ${path}` : path}
        </Code>
      ))}
      {data.variables.length > named.length && '…'}
    </Text>
  );
}
