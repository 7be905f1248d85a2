'use client';

import { Drawer } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { CommentsPanel } from './place/comments-panel.tsx';

/** A unit whose comments are asked for. */
export interface DiscussedUnit {
  readonly id: string;
  readonly name: string;
}

interface CommentsDrawerProps {
  /** Null: closed. */
  readonly unit: DiscussedUnit | null;
  readonly onClose: () => void;
}

/** What people say of a unit, beside the map, which stays where it is. */
export function CommentsDrawer({ unit, onClose }: CommentsDrawerProps) {
  const t = useTranslations('maps');
  return (
    <Drawer
      opened={unit !== null}
      onClose={onClose}
      position="right"
      size="md"
      title={unit && t('commentsOf', { name: unit.name })}
    >
      {unit && <CommentsPanel key={unit.id} unitId={unit.id} />}
    </Drawer>
  );
}
