'use client';

import { ActionIcon, Checkbox, CloseButton, Group, Popover, Stack, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { unitStatusSchema, type UnitStatus } from '#lib/registry/domain/org-unit.ts';
import type { TreeNode } from '#lib/registry/domain/unit-tree.ts';
import { TreeHits } from './tree-hits.tsx';
import { TreeRows } from './tree-rows.tsx';

const searchDelayMs = 250;

export interface UnitTreeProps {
  /** Id of the version. */
  readonly version: string;
  /** What the pyramid shows unless asked otherwise. */
  readonly treeStatuses: readonly UnitStatus[];
  /** What the tree is for, to screen readers. */
  readonly label: string;
  /** Ids of units that are chosen. */
  readonly selected: readonly string[];
  readonly onSelect: (node: Pick<TreeNode, 'id' | 'name'>) => void;
  /** CSS height of the scrolling part. */
  readonly height: string;
}

/** The tree of a version: level by level as it is opened, or what a few letters find, each with the units above it. */
export function UnitTree({ version, treeStatuses, label, selected, onSelect, height }: UnitTreeProps) {
  const t = useTranslations('places');
  const [statuses, setStatuses] = useState(treeStatuses);
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), searchDelayMs);
  const view = { version, statuses };
  return (
    <Stack gap="xs" miw={0}>
      <Group gap={4} wrap="nowrap">
        <TextInput
          type="search"
          size="sm"
          aria-label={t('tree.search')}
          placeholder={t('tree.search')}
          leftSection={<IconSearch size={16} stroke={1.5} />}
          rightSection={
            text !== '' && (
              <CloseButton
                size="sm"
                aria-label={t('tree.clearSearch')}
                onClick={() => {
                  setText('');
                }}
              />
            )
          }
          value={text}
          maxLength={200}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
          style={{ flex: '1 1 auto', minWidth: 0 }}
        />
        <TreeStatuses value={statuses} onChange={setStatuses} />
      </Group>
      {text.trim() !== '' && asked !== '' ? (
        <TreeHits {...{ view, label, selected, onSelect, height }} text={asked} />
      ) : (
        <TreeRows key={statuses.join()} {...{ view, label, selected, onSelect, height }} />
      )}
    </Stack>
  );
}

interface TreeStatusesProps {
  readonly value: readonly UnitStatus[];
  readonly onChange: (statuses: readonly UnitStatus[]) => void;
}

/** Which statuses the tree shows; at least one. */
function TreeStatuses({ value, onChange }: TreeStatusesProps) {
  const t = useTranslations('places');
  return (
    <Popover position="bottom-end" shadow="md" withinPortal trapFocus>
      <Popover.Target>
        <Tooltip label={t('tree.statuses')}>
          <ActionIcon size="lg" aria-label={t('tree.statuses')}>
            <IconFilter size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          label={t('tree.statuses')}
          value={[...value]}
          onChange={(next) => {
            const chosen = unitStatusSchema.options.filter((status) => next.includes(status));
            if (chosen.length > 0) onChange(chosen);
          }}
        >
          <Stack gap="xs" mt="xs">
            {unitStatusSchema.options.map((status) => (
              <Checkbox key={status} size="sm" value={status} label={t(`statuses.${status}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
