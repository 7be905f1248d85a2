'use client';

import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconArrowBackUp, IconCircleCheck } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { ImportData } from './import-data.ts';
import { ImportReport } from './import-report.tsx';
import { isBusy } from './import-queries.ts';
import { useUndo } from './use-undo.tsx';

/** What an import did, and the one undo. */
export function ImportOutcome({ of }: { readonly of: ImportData }) {
  const t = useTranslations('imports');
  const undo = useUndo();
  const { created = 0, updated = 0, version = 0 } = of.report ?? {};
  const pyramid = of.settings?.pyramid ?? '';
  const isIn = of.state === 'imported';
  return (
    <Stack gap="lg">
      <Alert
        variant="default"
        icon={isIn ? <IconCircleCheck size={20} /> : <IconArrowBackUp size={20} />}
        title={t(isIn ? 'outcome.in' : 'outcome.undone')}
      >
        {isIn ? t('outcome.inText', { created, updated, pyramid, version }) : t('outcome.undoneText')}
      </Alert>
      {isIn && !isBusy(of) && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} />}
            onClick={() => {
              undo(of);
            }}
          >
            {t('undo.whole')}
          </Button>
        </Group>
      )}
      {of.report !== null && <ImportReport of={of} report={of.report} isOld={false} />}
    </Stack>
  );
}
