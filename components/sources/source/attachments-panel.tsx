'use client';

import { Anchor, Button, Card, Stack, Table, Text, Title } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl/react';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { apiUrl } from '#components/ui/api-client.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import { useTypeName } from './type-names.ts';
import { fetchAttachments } from './view-queries.ts';

const refreshMs = 60_000;

/** The files that points of a source name, to download. Not there when there are none. */
export function AttachmentsPanel({ sourceId }: { readonly sourceId: string }) {
  const t = useTranslations('passive');
  const format = useFormatter();
  const typeName = useTypeName();
  const files = usePagedList({
    queryKey: ['points', 'attachments', sourceId],
    fetchPage: (cursor, signal) => fetchAttachments(sourceId, cursor, signal),
    refreshMs,
  });
  if (files.error) return <ErrorState error={files.error} onRetry={files.retry} />;
  if (files.rows.length === 0) return null;
  return (
    <Stack gap="sm" component="section">
      <Title order={2}>{t('attachments.title')}</Title>
      <Card p={0}>
        <Table.ScrollContainer minWidth={640}>
          <Table aria-label={t('attachments.label')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('attachments.file')}</Table.Th>
                <Table.Th>{t('attachments.contentType')}</Table.Th>
                <Table.Th ta="end">{t('attachments.size')}</Table.Th>
                <Table.Th>{t('attachments.point')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {files.rows.map((file) => (
                <Table.Tr key={`${file.fileId} ${file.contentHash}`}>
                  <Table.Td>
                    <Anchor
                      size="sm"
                      href={apiUrl(`points/attachments/${file.fileId}`)}
                      download={file.fileName}
                      aria-label={t('attachments.download', { name: file.fileName })}
                    >
                      {file.fileName}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{file.contentType}</Table.Td>
                  <Table.Td ta="end">
                    {format.number(file.sizeBytes / 1000, {
                      style: 'unit',
                      unit: 'kilobyte',
                      maximumFractionDigits: 1,
                    })}
                  </Table.Td>
                  <Table.Td>
                    <Moment at={new Date(file.createdAtUs / 1000)} />
                    <Text size="xs" c="dimmed">
                      {typeName(file.type)}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Card>
      {files.more && (
        <Button
          size="xs"
          variant="subtle"
          loading={files.isLoadingMore}
          onClick={files.more}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('attachments.more')}
        </Button>
      )}
    </Stack>
  );
}
