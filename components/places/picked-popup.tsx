'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { UnitPick } from '#components/map/unit-tile-map-view.tsx';
import type { DiscussedUnit } from './comments-drawer.tsx';
import { NearList } from './near-list.tsx';

/** How far units lie apart that no zoom parts, m. */
const stackRadiusM = 60;

interface PickedPopupProps {
  readonly picked: UnitPick;
  readonly typeNames: ReadonlyMap<string, string>;
  readonly versionId: string;
  readonly onOpen: (id: string) => void;
  /** Shows what people say of a unit, beside the map. */
  readonly onDiscuss: (unit: DiscussedUnit) => void;
}

/** What was picked: a unit with the way to its page, or those that stand at one spot. */
export function PickedPopup({ picked, typeNames, versionId, onOpen, onDiscuss }: PickedPopupProps) {
  const t = useTranslations('maps');
  const [lon, lat] = picked.position;
  if (picked.is === 'stack') {
    return (
      <Stack gap={4} miw={220} mah={260} style={{ overflowY: 'auto' }}>
        <Text size="sm" fw={600}>
          {t('stack', { count: picked.count })}
        </Text>
        <NearList
          request={{ lon, lat, withinM: stackRadiusM, limit: 50, version: versionId, status: 'NEW,VALID,REJECTED' }}
          onOpen={onOpen}
        />
      </Stack>
    );
  }
  const { id, name } = picked;
  const { typeId, status } = picked.kind;
  return (
    <Stack gap={4} miw={160}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <Text size="xs" c="dimmed">
        {[typeId === null ? null : typeNames.get(typeId), t(`statuses.${status}`)].filter(Boolean).join(' · ')}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            onOpen(id);
          }}
        >
          {t('open')}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            onDiscuss({ id, name });
          }}
        >
          {t('comments')}
        </Button>
      </Group>
    </Stack>
  );
}
