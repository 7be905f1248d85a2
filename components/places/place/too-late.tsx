'use client';

import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { ApiProblem } from '#components/ui/api-client.ts';
import { useMemberLabel } from './member-value.tsx';

/** Says who changed what while the viewer typed, and shows it under what the viewer typed. */
export function TooLate({
  problem,
  onReload,
}: {
  readonly problem: ApiProblem;
  readonly onReload: () => Promise<void>;
}) {
  const t = useTranslations('place');
  const label = useMemberLabel();
  const byPerson = Map.groupBy(problem.errors, ({ value }) => value ?? '');
  return (
    <Alert color="orange" variant="light" icon={<IconUsers size={18} />} title={t('tooLate.title')} role="alert">
      <Stack gap="xs" align="flex-start">
        <List size="sm">
          {[...byPerson].map(([person, errors]) => (
            <List.Item key={person}>
              {t('tooLate.changed', {
                person,
                members: [...new Set(errors.map(({ field }) => label(field)))].join(', '),
              })}
            </List.Item>
          ))}
        </List>
        <Text size="sm">{t('tooLate.hint')}</Text>
        <Button size="xs" variant="default" onClick={() => void onReload()}>
          {t('tooLate.reload')}
        </Button>
      </Stack>
    </Alert>
  );
}
