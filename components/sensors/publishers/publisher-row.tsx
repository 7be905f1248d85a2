'use client';

import { Badge } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { apiDelete } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { ManagedRow, RowCount, RowDetail } from '#components/ui/managed-row.tsx';
import { useQuantityName } from '../use-quantity-name.ts';
import type { PublicationStateView, Publisher } from './publisher-data.ts';

interface PublisherRowProps {
  readonly publisher: Publisher;
  readonly isFirst: boolean;
  readonly onEdit: (publisher: Publisher) => void;
  readonly onShow: (state: PublicationStateView) => void;
}

/** One publisher: what it gets, what waits and what was given up, and what one can do. */
export function PublisherRow({ publisher, isFirst, onEdit, onShow }: PublisherRowProps) {
  const t = useTranslations('publishers');
  const nameOf = useQuantityName();
  const remove = useRemoval(publisher);
  const { name, kind, fields, isEnabled } = publisher;
  const edit = () => {
    onEdit(publisher);
  };
  return (
    <ManagedRow
      name={name}
      isFirst={isFirst}
      badges={
        <>
          <Badge color="gray">{t(`kinds.${kind}`)}</Badge>
          {!isEnabled && <Badge variant="default">{t('off')}</Badge>}
        </>
      }
      details={<RowDetail>{fields.map(nameOf).join(', ')}</RowDetail>}
      lead={(['waiting', 'failed'] as const).map((state) => {
        const count = publisher[state];
        const words = t(`counts.${state}`, { count });
        const show = () => {
          onShow(state);
        };
        const isBad = state === 'failed' && count > 0;
        const label = t('countOf', { words, name });
        return <RowCount key={state} words={words} labelOfThis={label} isBad={isBad} onClick={show} />;
      })}
      actions={[
        { label: t('edit'), labelOfThis: t('editThis', { name }), onClick: edit },
        { label: t('remove'), labelOfThis: t('removeThis', { name }), onClick: remove },
      ]}
    />
  );
}

function useRemoval({ id, name, waiting }: Publisher): () => void {
  const t = useTranslations('publishers');
  const confirm = useConfirm();
  const queries = useQueryClient();
  return () => {
    confirm({
      title: t('removeTitle'),
      message: t('removeMessage', { name, count: waiting }),
      action: t('remove'),
      isDestructive: true,
      onConfirm: async () => {
        await apiDelete(`publishers/${id}`);
        await queries.invalidateQueries({ queryKey: ['publishers'] });
      },
    });
  };
}
