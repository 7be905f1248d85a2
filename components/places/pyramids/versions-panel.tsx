'use client';

import { ActionIcon, Anchor, Badge, Button, Card, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import type { Pyramid, PyramidVersion } from '#lib/registry/domain/pyramid.ts';
import { StartedTask } from '../started-task.tsx';
import { CopyForm } from './copy-form.tsx';
import { DefaultForm } from './default-form.tsx';
import { DescribeForm } from './describe-form.tsx';
import { createVersion, downloadVersion, fetchVersions } from './pyramid-queries.ts';
import { VersionCounts } from './version-counts.tsx';

/** What is done to a version in a dialog. */
const versionActs = ['report', 'describe', 'copy', 'makeDefault'] as const;
type VersionAct = (typeof versionActs)[number];

interface Started {
  readonly taskId: string;
  readonly title: string;
}

interface VersionsPanelProps {
  readonly pyramid: Pyramid;
  readonly pyramids: readonly Pyramid[];
  readonly canEdit: boolean;
  readonly canPublish: boolean;
}

/** The versions of a pyramid, newest first, and what can be done with each. */
export function VersionsPanel({ pyramid, pyramids, canEdit, canPublish }: VersionsPanelProps) {
  const t = useTranslations('pyramids');
  const queries = useQueryClient();
  const list = usePagedList({
    queryKey: ['pyramids', 'versions', pyramid.id],
    fetchPage: (cursor, signal) => fetchVersions(pyramid.id, cursor, signal),
  });
  const [open, setOpen] = useState<{ readonly act: VersionAct; readonly version: PyramidVersion } | null>(null);
  const [started, setStarted] = useState<Started | null>(null);
  const refresh = useCallback(() => queries.invalidateQueries({ queryKey: ['pyramids'] }), [queries]);
  const onEnd = useCallback(() => void refresh(), [refresh]);
  const close = () => {
    setOpen(null);
  };
  const add = async () => {
    const { number } = await createVersion(pyramid.id);
    await refresh();
    notifications.show({ message: t('versions.made', { number }) });
  };
  const download = async ({ id, number }: PyramidVersion) => {
    setStarted({ taskId: await downloadVersion(id), title: t('copy.downloading', { number }) });
  };
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (list.isLoading) return <TableSkeleton />;
  return (
    <Stack>
      {started && <StartedTask key={started.taskId} {...started} onEnd={onEnd} />}
      {canEdit && (
        <Group>
          <Button
            variant="light"
            leftSection={<IconPlus size={16} />}
            onClick={() => {
              add().catch(showFailure);
            }}
          >
            {t('versions.add')}
          </Button>
        </Group>
      )}
      {list.rows.length === 0 && <Text c="dimmed">{t('versions.none')}</Text>}
      <Stack
        component="ul"
        gap="xs"
        p={0}
        m={0}
        style={{ listStyle: 'none' }}
        aria-label={t('versions.label', { name: pyramid.name })}
      >
        {list.rows.map((version) => (
          <VersionCard
            key={version.id}
            version={version}
            acts={versionActs.filter((act) => isAllowed(act, { version, canEdit, canPublish }))}
            onAct={(act) => {
              setOpen({ act, version });
            }}
            onDownload={() => {
              download(version).catch(showFailure);
            }}
          />
        ))}
      </Stack>
      {list.more && (
        <Button variant="default" onClick={list.more} loading={list.isLoadingMore}>
          {t('versions.more')}
        </Button>
      )}
      <Modal opened={open !== null} onClose={close} title={open && <ActTitle {...open} />}>
        {open?.act === 'report' && <VersionCounts versionId={open.version.id} />}
        {open?.act === 'describe' && (
          <DescribeForm
            version={open.version}
            onCancel={close}
            onSaved={async () => {
              await refresh();
              close();
            }}
          />
        )}
        {open?.act === 'copy' && (
          <CopyForm
            version={open.version}
            pyramids={pyramids}
            onCancel={close}
            onStarted={(taskId) => {
              setStarted({ taskId, title: t('copy.running', { number: open.version.number }) });
              close();
            }}
          />
        )}
        {open?.act === 'makeDefault' && (
          <DefaultForm
            target={{ kind: 'pyramid-versions', id: open.version.id }}
            onCancel={close}
            onDone={async ({ number, pyramidName: name }) => {
              await refresh();
              notifications.show({ message: t('default.done', { number, name }) });
              close();
            }}
          />
        )}
      </Modal>
    </Stack>
  );
}

interface Allowed {
  readonly version: PyramidVersion;
  readonly canEdit: boolean;
  readonly canPublish: boolean;
}

function isAllowed(act: VersionAct, { version, canEdit, canPublish }: Allowed): boolean {
  if (act === 'report') return true;
  return act === 'makeDefault' ? canPublish && !version.isDefault : canEdit;
}

function ActTitle({ act, version }: { readonly act: VersionAct; readonly version: PyramidVersion }) {
  const t = useTranslations('pyramids');
  const { number, pyramidName: name } = version;
  const titles = {
    report: t('report.title', { number }),
    describe: t('versions.describeTitle', { number }),
    copy: t('copy.title', { number, name }),
    makeDefault: t('default.title', { number, name }),
  };
  return titles[act];
}

interface VersionCardProps {
  readonly version: PyramidVersion;
  readonly acts: readonly VersionAct[];
  readonly onAct: (act: VersionAct) => void;
  readonly onDownload: () => void;
}

function VersionCard({ version, acts, onAct, onDownload }: VersionCardProps) {
  const t = useTranslations('pyramids');
  const href = useStudyHref();
  const { id, number, unitCount, description, isDefault, createdAt } = version;
  return (
    <Card component="li" p="sm" withBorder>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={560}>{t('versions.number', { number })}</Text>
            {isDefault && <Badge size="sm">{t('pyramids.default')}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            <Anchor component={Link} href={href(`/places?version=${id}`)} size="sm" underline="always">
              {t('versions.units', { count: unitCount })}
            </Anchor>
            {' · '}
            <RelativeTime at={createdAt} />
          </Text>
          {description !== '' && (
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {description}
            </Text>
          )}
        </div>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={t('versions.actions', { number })}>
              <IconDots size={18} stroke={1.5} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component={Link} href={href(`/places?version=${id}`)}>
              {t('versions.show')}
            </Menu.Item>
            {acts.map((act) => (
              <Menu.Item
                key={act}
                onClick={() => {
                  onAct(act);
                }}
              >
                {t(`versions.${act}`)}
              </Menu.Item>
            ))}
            <Menu.Item onClick={onDownload}>{t('versions.download')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Card>
  );
}
