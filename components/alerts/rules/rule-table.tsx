'use client';

import { ActionIcon, Badge, Group, Stack, Switch, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { AlertRule } from '#lib/passive/domain/checks/rule.ts';
import { nameOfCheck, saidByCheck } from '#lib/sources/domain/alerts/built-in-words.ts';
import { AlertLevelBadge } from '../alert-level.tsx';
import { plainly, saysOf, subjectsOf, useSaying } from './rule-words.ts';
import type { RuleActs } from './use-rule-acts.ts';

interface RuleTableProps {
  /** Undefined: not known yet. */
  readonly rules: readonly AlertRule[] | undefined;
  readonly acts: RuleActs;
  readonly onOpen: (id: string) => void;
  readonly add: ReactNode;
}

/** The checks of a study: what each looks at and says, and whether it is on. */
export function RuleTable({ rules, acts, onOpen, add }: RuleTableProps) {
  const t = useTranslations('alerts');
  const columns = useColumns(acts);
  return (
    <DataTable
      name="alert-rules"
      label={t('rules.label')}
      columns={columns}
      rows={rules ?? []}
      isLoading={rules === undefined}
      rowId={({ checkId }) => checkId}
      onOpen={({ id, isBuiltIn }) => {
        if (id !== null && !isBuiltIn) onOpen(id);
      }}
      total={rules?.length ?? null}
      maxHeight="34rem"
      toolbar={add}
      empty={<EmptyState title={t('rules.label')} description={t('rules.description')} />}
    />
  );
}

function useColumns(acts: RuleActs): readonly TableColumn<AlertRule>[] {
  const t = useTranslations('alerts');
  // Made once: new columns are new cells, and a switch that is made anew loses the click that goes on.
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('form.name'),
        isFixed: true,
        widthPx: 200,
        csv: (rule) => nameOfCheck(t, rule),
        cell: (rule) => (
          <Stack gap={2}>
            <Group gap="xs" wrap="nowrap">
              <Text size="sm" fw={560} truncate>
                {nameOfCheck(t, rule)}
              </Text>
              {rule.isBuiltIn && (
                <Badge variant="default" style={{ flexShrink: 0 }}>
                  {t('rules.builtIn')}
                </Badge>
              )}
            </Group>
            {rule.lastError !== null && (
              <Text size="xs" c="var(--cairn-bad)" lineClamp={2}>
                {t('rules.failed', { reason: rule.lastError })}
              </Text>
            )}
          </Stack>
        ),
      },
      {
        id: 'subject',
        header: t('rules.subject'),
        widthPx: 190,
        csv: ({ definitions }) => subjectsOf(definitions, t('rules.anything')),
        cell: ({ definitions }) => (
          <Text size="sm" lineClamp={2}>
            {subjectsOf(definitions, t('rules.anything'))}
          </Text>
        ),
      },
      {
        id: 'says',
        header: t('rules.says'),
        widthPx: 380,
        csv: ({ checkId, definitions }) =>
          definitions
            .flatMap((rule) => saysOf(rule, plainly))
            .map(({ message }) => saidByCheck(t, { checkId, message }))
            .join('; '),
        cell: (rule) => <Says rule={rule} />,
      },
      {
        id: 'enabled',
        header: t('rules.enabled'),
        widthPx: 110,
        csv: ({ isEnabled }) => isEnabled,
        cell: (rule) => (
          <Group gap="xs" wrap="nowrap" justify="space-between">
            <Switch
              size="sm"
              aria-label={`${t('rules.enabled')}: ${nameOfCheck(t, rule)}`}
              checked={rule.isEnabled}
              onChange={(event) => {
                acts.enable(rule, event.currentTarget.checked);
              }}
            />
            {!rule.isBuiltIn && (
              <ActionIcon
                aria-label={t('rules.removeNamed', { name: rule.name })}
                onClick={() => {
                  acts.remove(rule);
                }}
              >
                <IconTrash size={16} stroke={1.5} />
              </ActionIcon>
            )}
          </Group>
        ),
      },
    ],
    [t, acts],
  );
}

function Says({ rule: { checkId, definitions } }: { readonly rule: AlertRule }) {
  const t = useTranslations('alerts');
  const say = useSaying();
  return (
    <Stack gap={4} py={4}>
      {definitions
        .flatMap((rule) => saysOf(rule, say))
        .map(({ level, condition, message }) => (
          <Group key={`${level} ${condition} ${message}`} gap="xs" wrap="nowrap">
            <AlertLevelBadge level={level} />
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {condition}
            </Text>
            <Text size="sm" truncate>
              {saidByCheck(t, { checkId, message })}
            </Text>
          </Group>
        ))}
    </Stack>
  );
}
