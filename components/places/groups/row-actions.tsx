'use client';

import { ActionIcon, Group } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';

interface RowActionsProps {
  readonly name: string;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** Edit and remove a row. */
export function RowActions({ name, onEdit, onRemove }: RowActionsProps) {
  const t = useTranslations('pyramids');
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon aria-label={t('edit', { name })} onClick={onEdit}>
        <IconPencil size={16} stroke={1.5} />
      </ActionIcon>
      <ActionIcon aria-label={t('remove', { name })} onClick={onRemove}>
        <IconTrash size={16} stroke={1.5} />
      </ActionIcon>
    </Group>
  );
}
