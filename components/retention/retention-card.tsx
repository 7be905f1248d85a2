'use client';

import { ActionIcon, Button, Group, NumberInput, SimpleGrid, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { SectionCard } from '#components/accounts/section-card.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { otherTypes, type RetentionRule } from '#lib/passive/domain/retention/point-retention.ts';
import {
  fetchRetentionRules,
  previewRetention,
  removeRetentionRule,
  runRetention,
  setRetentionRule,
} from './retention-queries.ts';

/** How long a study keeps points, by type. */
export function RetentionCard({ study }: { readonly study: string }) {
  const t = useTranslations('retention');
  const router = useRouter();
  const confirm = useConfirm();
  const {
    data: rules,
    error,
    refetch,
  } = useQuery({
    queryKey: ['point-retention', study],
    queryFn: ({ signal }) => fetchRetentionRules(study, signal),
  });
  return (
    <SectionCard title={t('title')} description={t('description')}>
      {!rules ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton height={22} aria-busy />
        )
      ) : rules.length === 0 ? (
        <Text size="sm">{t('none')}</Text>
      ) : (
        <Stack gap="xs">
          {rules.map((rule) => (
            <RuleLine key={rule.id} rule={rule} />
          ))}
          <Group>
            <Button
              variant="default"
              leftSection={<IconPlayerPlay size={16} />}
              onClick={() => {
                confirm({
                  title: t('runTitle'),
                  message: t('runMessage'),
                  action: t('run'),
                  onConfirm: async () => {
                    router.push(`/tasks/${await runRetention(study)}`);
                  },
                });
              }}
            >
              {t('run')}
            </Button>
          </Group>
        </Stack>
      )}
      <RuleForm study={study} />
    </SectionCard>
  );
}

function RuleLine({ rule }: { readonly rule: RetentionRule }) {
  const t = useTranslations('retention');
  const queries = useQueryClient();
  const type = rule.type === otherTypes ? t('otherTypes') : rule.type;
  const remove = async () => {
    await removeRetentionRule(rule.id);
    await queries.invalidateQueries({ queryKey: ['point-retention'] });
  };
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">
        <Text span fw={560}>
          {type}
        </Text>{' '}
        · {t('days', { days: rule.keepDays })} · {rule.createdBy}
      </Text>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={t('remove', { type })}
        onClick={() => void remove().catch(showFailure)}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}

const firstDays = 730;

function RuleForm({ study }: { readonly study: string }) {
  const t = useTranslations('retention');
  const queries = useQueryClient();
  const act = useAct();
  const [type, setType] = useState('');
  const [keepDays, setKeepDays] = useState<number | string>(firstDays);
  const draft = { study, type: type.trim() === '' ? otherTypes : type.trim(), keepDays: Number(keepDays) };
  const add = async () => {
    if (!(await act.run(() => setRetentionRule(draft)))) return;
    setType('');
    await queries.invalidateQueries({ queryKey: ['point-retention'] });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('type')}
            description={t('typeHint')}
            placeholder={t('otherTypes')}
            maxLength={1024}
            value={type}
            error={act.fields['type']}
            onChange={(event) => {
              setType(event.currentTarget.value);
            }}
          />
          <NumberInput
            label={t('keepDays')}
            description={t('keepDaysHint')}
            min={1}
            max={36_500}
            allowDecimal={false}
            value={keepDays}
            error={act.fields['keepDays']}
            onChange={setKeepDays}
          />
        </SimpleGrid>
        <Preview draft={draft} />
        <Failure act={act} fieldsShown={['type', 'keepDays']} />
        <Group>
          <Button type="submit" loading={act.isRunning} disabled={keepDays === ''}>
            {t('set')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Preview({ draft }: { readonly draft: { study: string; type: string; keepDays: number } }) {
  const t = useTranslations('retention');
  const [asked] = useDebouncedValue(JSON.stringify(draft), 300);
  const { data } = useQuery({
    queryKey: ['point-retention', 'preview', asked],
    queryFn: () => previewRetention(JSON.parse(asked) as typeof draft),
    enabled: draft.keepDays >= 1,
    retry: false,
  });
  if (!data) return null;
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {t('preview', { points: data.points, sources: data.sources })}
    </Text>
  );
}
