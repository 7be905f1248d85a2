'use client';

import { Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import { SideDrawer } from '#components/ui/side-drawer.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { DonationStateBadge } from './donation-badges.tsx';
import type { DonationDetail } from './donation-data.ts';
import { closeRequest, fetchDonation, renewLink } from './donation-queries.ts';
import { ManagedFiles } from './managed-files.tsx';
import { LinkPanel } from './link-panel.tsx';

interface DonationDrawerProps {
  /** Null: closed. */
  readonly id: string | null;
  readonly canOpen: boolean;
  readonly canMail: boolean;
  readonly onClose: () => void;
}

/** How often a drawer looks again while an archive is being read, in milliseconds. */
const busyMs = 2_000;

/** One request: what was asked, what came, and a further link. */
export function DonationDrawer({ id, canOpen, canMail, onClose }: DonationDrawerProps) {
  const t = useTranslations('donations');
  const detail = useQuery({
    queryKey: ['donations', 'one', id],
    queryFn: ({ signal }) => fetchDonation(id ?? '', signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.files.some((file) => file.state === 'waiting') ? busyMs : false),
  });
  return (
    <SideDrawer
      opened={id !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={detail.data ? t('detail.title', { identifier: detail.data.identifier }) : t('title')}
    >
      {detail.error && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
      {!detail.data && !detail.error && <PanelSkeleton heightPx={320} />}
      {detail.data && (
        <Stack gap="lg">
          <Facts donation={detail.data} />
          <ManagedFiles files={detail.data.files} canOpen={canOpen} />
          <Acts donation={detail.data} canMail={canMail} />
        </Stack>
      )}
    </SideDrawer>
  );
}

function Facts({ donation }: { readonly donation: DonationDetail }) {
  const t = useTranslations('donations');
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <DonationStateBadge state={donation.state} />
        <Text size="sm" c="dimmed">
          {t(`origins.${donation.origin}`)}, <Moment at={donation.requestedAt} />
        </Text>
      </Group>
      <Text size="sm">
        {t('columns.expires')}: <Moment at={donation.expiresAt} />
      </Text>
      {donation.email !== null && (
        <Text size="sm">
          {donation.email} · {t('detail.reminders', { count: donation.reminderCount })}
          {!donation.canEmail && ` · ${t('detail.noReminders')}`}
        </Text>
      )}
      {donation.sourceId !== null && (
        <Anchor component={Link} href={`/sources/${donation.sourceId}`} size="sm">
          {t('detail.source')}
        </Anchor>
      )}
    </Stack>
  );
}

function Acts({ donation, canMail }: { readonly donation: DonationDetail; readonly canMail: boolean }) {
  const t = useTranslations('donations');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const [isShown, setShown] = useState(false);
  const sendMail = canMail && donation.email !== null;
  const renew = useMutation({
    mutationFn: () => renewLink(donation.id, { sendMail, lifeDays: donation.state === 'expired' ? 60 : null }),
    onSuccess: async () => {
      setShown(true);
      await queries.invalidateQueries({ queryKey: ['donations'] });
    },
  });
  if (donation.state === 'closed') return null;
  const close = () => {
    confirm({
      title: t('detail.closeQuestion'),
      message: t('detail.closeText', { identifier: donation.identifier }),
      action: t('detail.close'),
      isDestructive: true,
      onConfirm: async () => {
        await closeRequest(donation.id);
        await queries.invalidateQueries({ queryKey: ['donations'] });
      },
    });
  };
  return (
    <>
      <Group>
        <Button
          variant="default"
          loading={renew.isPending}
          onClick={() => {
            renew.mutate();
          }}
        >
          {t(sendMail ? 'detail.sendLink' : 'detail.newLink')}
        </Button>
        <Button variant="default" c="var(--cairn-bad)" onClick={close}>
          {t('detail.close')}
        </Button>
      </Group>
      {renew.error && (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {renew.error.message}
        </Text>
      )}
      <Modal
        opened={isShown && renew.data !== undefined}
        title={t('link.title')}
        onClose={() => {
          setShown(false);
        }}
      >
        {renew.data && (
          <LinkPanel
            made={renew.data}
            wantsMail={donation.email !== null}
            onClose={() => {
              setShown(false);
            }}
          />
        )}
      </Modal>
    </>
  );
}
