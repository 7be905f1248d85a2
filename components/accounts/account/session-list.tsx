'use client';

import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { apiDelete, apiPost } from '#components/ui/api-client.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { SessionSummary } from '#lib/accounts/domain/session.ts';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';
import { describeBrowser } from './describe-browser.ts';

export type OwnSession = SessionSummary & { readonly isCurrent: boolean };

/** The browsers one is signed in with; each can be signed out, or all others at once. */
export function SessionList({ sessions }: { readonly sessions: readonly OwnSession[] }) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const act = useAct();
  const end = async (work: () => Promise<unknown>) => {
    if (await act.run(work)) router.refresh();
  };
  return (
    <Stack gap="sm">
      {sessions.map((session) => {
        const browser = describeBrowser(session.userAgent) ?? t('sessions.unknown');
        return (
          <Group key={session.id} justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Group gap="xs">
                <Text size="sm" fw={560}>
                  {browser}
                </Text>
                {session.isCurrent && <Badge color="cairn">{t('sessions.current')}</Badge>}
              </Group>
              <Text size="xs" c="dimmed">
                {t('sessions.lastSeen')} <RelativeTime at={session.lastSeenAt} />
              </Text>
            </div>
            {!session.isCurrent && (
              <Button
                variant="default"
                size="xs"
                disabled={act.isRunning}
                aria-label={t('sessions.endThis', { browser })}
                onClick={() => void end(() => apiDelete(`account/sessions/${session.id}`))}
              >
                {t('sessions.end')}
              </Button>
            )}
          </Group>
        );
      })}
      <Failure act={act} />
      {sessions.length > 1 && (
        <Group>
          <Button
            variant="default"
            loading={act.isRunning}
            onClick={() => void end(() => apiPost('account/sessions/end-others', {}))}
          >
            {t('sessions.endOthers')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
