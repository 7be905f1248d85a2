'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import { removeFromInventory } from './inventory-queries.ts';

interface RowActsProps {
  readonly part: 'models' | 'protocols' | 'quantities' | 'addresses';
  /** Id of the row; the key of a quantity. */
  readonly id: string;
  readonly name: string;
  readonly onEdit: () => void;
  /** What keeps it from being removed is told by the server; what can never be removed has no such act. */
  readonly isRemovable?: boolean;
}

/** What can be done with a row of the inventory. */
export function RowActs({ part, id, name, onEdit, isRemovable = true }: RowActsProps) {
  const t = useTranslations('sensorInventory');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const remove = () => {
    confirm({
      title: t(`${part}.remove`),
      message: t('removeMessage', { name }),
      action: t(`${part}.remove`),
      isDestructive: true,
      onConfirm: async () => {
        await removeFromInventory(part, id);
        await queries.invalidateQueries({ queryKey: ['sensors'] });
      },
    });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('acts', { name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
          {t(`${part}.edit`)}
        </Menu.Item>
        {isRemovable && (
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={remove}>
            {t(`${part}.remove`)}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
