'use client';

import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { RenameRule, StudyView } from '#lib/accounts/domain/study.ts';
import { Failure } from '../failure.tsx';
import { useStudyChange } from './use-study-change.ts';

/** Patterns that mend the identifiers of new sources, in order. */
export function StudyRenameRules({ study }: { readonly study: StudyView }) {
  const t = useTranslations('accounts');
  const { act, save } = useStudyChange(study.id);
  const [rules, setRules] = useState<readonly RenameRule[]>(study.renameRules);
  const set = (index: number, rule: RenameRule) => {
    setRules(rules.with(index, rule));
  };
  return (
    <Stack>
      {rules.map((rule, index) => (
        // Rules have no identity but their place.
        <Group key={index} align="flex-start" gap="xs">
          <TextInput
            style={{ flex: '1 1 10rem' }}
            aria-label={t('rename.pattern')}
            placeholder={t('rename.pattern')}
            value={rule.pattern}
            error={act.fields[`renameRules.${index}.pattern`]}
            onChange={(event) => {
              set(index, { ...rule, pattern: event.currentTarget.value });
            }}
          />
          <TextInput
            style={{ flex: '1 1 10rem' }}
            aria-label={t('rename.replacement')}
            placeholder={t('rename.replacement')}
            value={rule.replacement}
            onChange={(event) => {
              set(index, { ...rule, replacement: event.currentTarget.value });
            }}
          />
          <ActionIcon
            size={36}
            aria-label={t('rename.remove', { number: index + 1 })}
            onClick={() => {
              setRules(rules.toSpliced(index, 1));
            }}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Failure act={act} />
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => {
            setRules([...rules, { pattern: '', replacement: '' }]);
          }}
        >
          {t('rename.add')}
        </Button>
        <Button loading={act.isRunning} onClick={() => void save({ renameRules: [...rules] })}>
          {t('save')}
        </Button>
      </Group>
    </Stack>
  );
}
