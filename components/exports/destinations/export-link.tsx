'use client';

import { Button, Card, Loader, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { apiAsk, apiUrl } from '#components/ui/api-client.ts';
import { useLinkToken } from '#components/ui/use-link-token.ts';
import { useSizeLabel } from '#components/ui/use-size-label.ts';

const behindSchema = z.object({
  name: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  expiresAt: z.coerce.date(),
  ticket: z.string(),
});

/** What a mailed link leads to: the token stands behind `#`, which no server on the way has seen. */
export function ExportLink() {
  const t = useTranslations('deliveries');
  const size = useSizeLabel();
  const format = useFormatter();
  const token = useLinkToken();
  const { data, error } = useQuery({
    queryKey: ['export-link', token],
    queryFn: ({ signal }) => apiAsk('export-links', { token }, { schema: behindSchema, signal }),
    enabled: token !== null && token !== '',
    retry: false,
  });
  const isGone = error !== null || token === '';
  return (
    <Card>
      <Stack>
        <Title order={1} size="h3">
          {isGone ? t('link.gone') : t('link.title')}
        </Title>
        {isGone && <Text size="sm">{t('link.goneHint')}</Text>}
        {!isGone && data === undefined && (
          <Text size="sm" role="status">
            <Loader size="xs" mr="xs" />
            {t('link.checking')}
          </Text>
        )}
        {data && (
          <>
            <div>
              <Text fw={560} style={{ overflowWrap: 'anywhere' }}>
                {data.name}
              </Text>
              <Text size="sm" c="dimmed">
                {t('link.size', {
                  size: size(data.sizeBytes),
                  until: format.dateTime(data.expiresAt, { dateStyle: 'medium', timeStyle: 'short' }),
                })}
              </Text>
            </div>
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {t('link.checksum')}: {data.sha256}
            </Text>
            <Button
              component="a"
              href={apiUrl(`export-links/${encodeURIComponent(data.ticket)}`)}
              download
              leftSection={<IconDownload size={16} />}
            >
              {t('link.download')}
            </Button>
          </>
        )}
      </Stack>
    </Card>
  );
}
