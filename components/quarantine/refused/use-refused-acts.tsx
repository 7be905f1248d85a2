import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { decideRefused } from './refused-queries.ts';

/** What can be done with refused uploads: read them after all, let them be, open them again. */
export function useRefusedActs() {
  const t = useTranslations('passive');
  const queries = useQueryClient();
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ['quarantine'] });
    await queries.invalidateQueries({ queryKey: ['home', 'waiting'] });
  };
  const replay = async (ids: readonly string[]) => {
    const done = await decideRefused('replay', ids);
    await refresh();
    notifications.show({ message: t('refused.replayed', { count: done.length }) });
  };
  const reopen = async (ids: readonly string[]) => {
    const done = await decideRefused('reopen', ids);
    await refresh();
    notifications.show({ message: t('refused.reopened', { count: done.length }) });
  };
  const dismiss = async (ids: readonly string[]) => {
    const done = await decideRefused('dismiss', ids);
    await refresh();
    const noticeId = notifications.show({
      autoClose: 10_000,
      message: (
        <Group justify="space-between" gap="sm">
          <Text size="sm">{t('refused.dismissed', { count: done.length })}</Text>
          {done.length > 0 && (
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => {
                notifications.hide(noticeId);
                reopen(done).catch(showFailure);
              }}
            >
              {t('quarantine.undo')}
            </Button>
          )}
        </Group>
      ),
    });
  };
  return {
    refresh,
    replay: (ids: readonly string[]) => replay(ids).catch(showFailure),
    dismiss: (ids: readonly string[]) => dismiss(ids).catch(showFailure),
    reopen: (ids: readonly string[]) => reopen(ids).catch(showFailure),
  };
}

export type RefusedActs = ReturnType<typeof useRefusedActs>;
