'use client';

import { Anchor, Card, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { CopyField } from '#components/accounts/copy-field.tsx';
import type { SiteRow } from '#lib/sensors/domain/installed-node.ts';

interface EmbedCardProps {
  readonly site: SiteRow;
  /** Where people reach this platform, without a slash at the end. */
  readonly publicUrl: string;
}

/** Where everybody sees the public rooms of a site, and what other websites need to show them. */
export function EmbedCard({ site, publicUrl }: EmbedCardProps) {
  const t = useTranslations('sensorPages');
  const address = `${publicUrl}/embed/${site.legacyId}`;
  const code = `<iframe src="${address}" title="${escaped(site.name)}" width="100%" height="480" style="border:0"></iframe>`;
  return (
    <Card component="section" aria-label={t('sites.embed')}>
      <Stack gap="sm">
        <Title order={2} size="h3">
          {t('sites.embed')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('sites.embedHint')}
        </Text>
        <Anchor href={`/embed/${site.legacyId}`} target="_blank" size="sm" style={{ overflowWrap: 'anywhere' }}>
          {address}
        </Anchor>
        <CopyField label={t('sites.embedCode')} value={code} />
      </Stack>
    </Card>
  );
}

/** A text as the value of an attribute in HTML. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
