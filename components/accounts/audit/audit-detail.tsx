'use client';

import { Button, Code, Stack, Text, VisuallyHidden } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslations } from 'use-intl/react';
import type { AuditEvent } from '#lib/accounts/domain/audit-event.ts';

/** The start of what changed; the whole on a click. */
export function AuditDetail({ event }: { readonly event: AuditEvent }) {
  const t = useTranslations('accounts');
  const text = JSON.stringify(event.detail);
  if (text === '{}') return null;
  const open = () => {
    modals.open({
      title: event.action,
      size: 'lg',
      children: (
        <Stack>
          <Text size="sm">
            {event.actorLabel} · {event.subjectType} {event.subjectId}
          </Text>
          <Code block>{JSON.stringify(event.detail, null, 2)}</Code>
        </Stack>
      ),
    });
  };
  return (
    <Button variant="subtle" color="gray" size="compact-xs" onClick={open} maw="100%">
      <VisuallyHidden>{t('audit.open')}</VisuallyHidden>
      <Text span size="xs" ff="monospace" truncate>
        {text}
      </Text>
    </Button>
  );
}
