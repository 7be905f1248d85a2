'use client';

import { ActionIcon, Alert, Button, CopyButton, Drawer, Group, ScrollArea, Stack, Text, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { Moment } from '#components/ui/relative-time.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { indentJson } from '#lib/exports/domain/indent-json.ts';
import type { PointTableItem } from '#lib/passive/domain/views/view-results.ts';
import classes from './point-drawer.module.css';
import { fetchPointText } from './view-queries.ts';

/** What names a point within its type. */
type PointName = Pick<PointTableItem, 'createdAtUs' | 'contentHash'>;

interface PointDrawerProps {
  readonly sourceId: string;
  readonly typeId: number;
  readonly title: string;
  /** Null: closed. */
  readonly point: PointName | null;
  readonly onClose: () => void;
  /** To the neighbours in the table: -1 newer, 1 older. */
  readonly onMove: (step: -1 | 1) => void;
}

/** The complete point as text; J and K go on to the next in the table. */
export function PointDrawer({ sourceId, typeId, title, point, onClose, onMove }: PointDrawerProps) {
  const t = useTranslations('passive');
  useHotkeys(
    point === null
      ? []
      : [
          [
            'j',
            () => {
              onMove(1);
            },
          ],
          [
            'k',
            () => {
              onMove(-1);
            },
          ],
        ],
  );
  return (
    <Drawer opened={point !== null} onClose={onClose} position="right" size="lg" title={t('raw.title')}>
      {point && (
        <Stack gap="sm">
          <Group justify="space-between" wrap="nowrap">
            <div>
              <Text fw={560}>{title}</Text>
              <Text size="sm" c="dimmed">
                <Moment at={new Date(point.createdAtUs / 1000)} withSeconds />
              </Text>
            </div>
            <Group gap={4} wrap="nowrap">
              <Tooltip label={t('raw.newer')}>
                <ActionIcon
                  variant="default"
                  aria-label={t('raw.newer')}
                  onClick={() => {
                    onMove(-1);
                  }}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
              </Tooltip>
              <Tooltip label={t('raw.older')}>
                <ActionIcon
                  variant="default"
                  aria-label={t('raw.older')}
                  onClick={() => {
                    onMove(1);
                  }}
                >
                  <IconArrowDown size={16} />
                </ActionIcon>
              </Tooltip>
            </Group>
          </Group>
          <PointText sourceId={sourceId} typeId={typeId} point={point} />
        </Stack>
      )}
    </Drawer>
  );
}

interface PointTextProps {
  readonly sourceId: string;
  readonly typeId: number;
  readonly point: PointName;
}

function PointText({ sourceId, typeId, point }: PointTextProps) {
  const t = useTranslations('passive');
  const { data, error, refetch } = useQuery({
    queryKey: ['points', 'raw', sourceId, typeId, point.createdAtUs, point.contentHash],
    queryFn: ({ signal }) => fetchPointText({ source: sourceId, type: typeId }, point, signal),
    // A stored point never changes.
    staleTime: Infinity,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <PanelSkeleton heightPx={320} />;
  const text = indentJson(data, 0);
  return (
    <>
      <Alert variant="light" color="gray" p="xs">
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text size="xs">{t('raw.note')}</Text>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                onClick={copy}
              >
                {copied ? t('raw.copied') : t('raw.copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Alert>
      <ScrollArea viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('raw.title') }}>
        <pre className={classes['text']}>{text}</pre>
      </ScrollArea>
    </>
  );
}
