'use client';

import { Badge, Button, Card, FileButton, Group, Stack, Text } from '@mantine/core';
import { IconPhotoPlus, IconStar, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { apiUrl } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { maxImageBytes, unitImageTypes, type UnitImage } from '#lib/registry/domain/unit-image.ts';
import type { Unit } from '#lib/registry/domain/unit.ts';
import { CardsSkeleton } from './cards-skeleton.tsx';
import { fetchImages, placeKey, removeImage, uploadImage } from './place-data.ts';
import classes from './place.module.css';
import { showFailure, useUnitChange } from './use-unit-change.tsx';

/** The pictures of a place: add, choose the one that stands for it, take away. */
export function ImagesPanel({ unit }: { readonly unit: Unit }) {
  const t = useTranslations('place');
  const list = usePagedList({
    queryKey: ['units', 'images', unit.id],
    fetchPage: (cursor, signal) => fetchImages(unit.id, cursor, signal),
  });
  if (list.isLoading) return <CardsSkeleton />;
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  return (
    <Stack>
      {unit.mayEdit && <AddImage unit={unit} />}
      {list.rows.length === 0 && <EmptyState title={t('images.none')} description={t('images.noneHint')} />}
      <ul className={classes['gallery']}>
        {list.rows.map((image) => (
          <li key={image.id}>
            <ImageCard unit={unit} image={image} />
          </li>
        ))}
      </ul>
      {list.more && (
        <Button variant="default" loading={list.isLoadingMore} onClick={list.more}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}

function useRefreshImages(unitId: string): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ['units', 'images', unitId] });
    await queries.invalidateQueries({ queryKey: placeKey(unitId) });
  };
}

function AddImage({ unit }: { readonly unit: Unit }) {
  const t = useTranslations('place');
  const refresh = useRefreshImages(unit.id);
  const [isSending, setSending] = useState(false);
  const send = async (files: readonly File[]) => {
    setSending(true);
    try {
      for (const file of files) await uploadImage(unit.id, file);
    } finally {
      setSending(false);
      await refresh();
    }
  };
  return (
    <Group gap="sm">
      <FileButton multiple accept={unitImageTypes.join(',')} onChange={(files) => void send(files).catch(showFailure)}>
        {(props) => (
          <Button {...props} variant="default" loading={isSending} leftSection={<IconPhotoPlus size={16} />}>
            {t('images.add')}
          </Button>
        )}
      </FileButton>
      <Text size="sm" c="dimmed">
        {t('images.hint', { megabytes: maxImageBytes / 1e6 })}
      </Text>
    </Group>
  );
}

function ImageCard({ unit, image }: { readonly unit: Unit; readonly image: UnitImage }) {
  const t = useTranslations('place');
  const change = useUnitChange();
  const confirm = useConfirm();
  const refresh = useRefreshImages(unit.id);
  const isDefault = unit.defaultImageId === image.id;
  const name = image.caption === '' ? t('aPicture') : image.caption;
  const remove = () => {
    confirm({
      title: t('images.removeTitle'),
      message: t('images.removeMessage', { name }),
      action: t('images.remove'),
      isDestructive: true,
      onConfirm: async () => {
        await removeImage(unit.id, image.id);
        await refresh();
      },
    });
  };
  return (
    <Card padding="sm">
      <Card.Section>
        {/* The picture is behind a sign-in: Next's image server may not fetch it. */}
        <img
          className={classes['picture']}
          src={apiUrl(`units/${unit.id}/images/${image.id}`)}
          alt={name}
          loading="lazy"
        />
      </Card.Section>
      <Group justify="space-between" mt="xs" wrap="nowrap">
        <Text size="sm" truncate title={name}>
          {name}
        </Text>
        {isDefault && <Badge variant="default">{t('images.default')}</Badge>}
      </Group>
      {unit.mayEdit && (
        <Group gap="xs" mt="xs">
          {!isDefault && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconStar size={14} />}
              onClick={() => {
                change(unit, { defaultImageId: image.id }).catch(showFailure);
              }}
            >
              {t('images.choose')}
            </Button>
          )}
          <Button size="compact-sm" variant="default" leftSection={<IconTrash size={14} />} onClick={remove}>
            {t('images.remove')}
          </Button>
        </Group>
      )}
    </Card>
  );
}
