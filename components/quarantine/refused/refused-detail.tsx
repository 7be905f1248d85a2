'use client';

import { Alert, Button, SimpleGrid, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import type { RefusedDetail as Detail } from '#lib/passive/domain/refused-views.ts';
import { CaseCard, Fact } from '../case-card.tsx';
import { bytesUrl, fetchRefusedDetail } from './refused-queries.ts';
import { RefusedMending } from './refused-mending.tsx';
import type { RefusedActs } from './use-refused-acts.ts';

interface RefusedDetailProps {
  readonly id: string;
  readonly acts: RefusedActs;
  readonly onBack: () => void;
}

/** One refused upload: why, from where, its text, and what can be done with it. */
export function RefusedDetail({ id, acts, onBack }: RefusedDetailProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['quarantine', 'refused', 'detail', id],
    queryFn: ({ signal }) => fetchRefusedDetail(id, signal),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PanelSkeleton heightPx={420} />;
  return <Whole key={`${data.id} ${data.state}`} upload={data} acts={acts} onBack={onBack} />;
}

interface WholeProps extends Omit<RefusedDetailProps, 'id'> {
  readonly upload: Detail;
}

function Whole({ upload, acts, onBack }: WholeProps) {
  const t = useTranslations('passive');
  const { reason, state } = upload;
  return (
    <CaseCard title={t(`refusals.${reason}.name`)} state={state} onBack={onBack}>
      <Stack gap="xs">
        <Fact label={t('quarantine.rule')}>{t(`refusals.${reason}.rule`)}</Fact>
        <Fact label={t('quarantine.fix')}>{t(`refusals.${reason}.fix`)}</Fact>
      </Stack>
      <Facts upload={upload} />
      {upload.hasBody ? (
        <>
          <Button
            component="a"
            href={bytesUrl(upload.id)}
            download
            variant="default"
            size="xs"
            leftSection={<IconDownload size={14} />}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('refused.download')}
          </Button>
          <RefusedMending upload={upload} acts={acts} />
        </>
      ) : (
        <Alert variant="light" color="gray">
          {t('refused.cleared')}
        </Alert>
      )}
    </CaseCard>
  );
}

function Facts({ upload }: { readonly upload: Detail }) {
  const t = useTranslations('passive');
  const format = useFormatter();
  const size = useSizeLabel();
  const flags = [
    upload.isEncrypted ? t('refused.encrypted') : null,
    upload.compression === 'none' ? null : upload.compression,
  ];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing="xs">
      <Fact label={t('refused.receivedAt')}>
        <Moment at={upload.receivedAt} withSeconds />
      </Fact>
      <Fact label={t('refused.size')}>{size(upload.sizeBytes)}</Fact>
      <Fact label={t('refused.claimedSource')}>{upload.claimedSource ?? t('refused.notSaid')}</Fact>
      <Fact label={t('refused.address')}>{upload.remoteAddress ?? t('refused.notKept')}</Fact>
      <Fact label={t('refused.userAgent')}>{upload.userAgent ?? t('refused.notSaid')}</Fact>
      <Fact label={t('refused.door')}>
        {[t(`refused.doors.${upload.door}` as never), ...flags].filter((part) => part !== null).join(', ')}
      </Fact>
      <Fact label={t('refused.repeats')}>{format.number(upload.repeatCount)}</Fact>
      {upload.fileCount > 0 && <Fact label={t('refused.files')}>{format.number(upload.fileCount)}</Fact>}
    </SimpleGrid>
  );
}
