'use client';

import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';

/** Copies the checksum of a result file. */
export function CopyChecksum({ sha256 }: { readonly sha256: string }) {
  const t = useTranslations('tasks');
  return (
    <CopyButton value={sha256}>
      {({ copied, copy }) => (
        <Tooltip label={t(copied ? 'result.copied' : 'result.copy')}>
          <ActionIcon
            size="sm"
            onClick={(event) => {
              // It may stand in a row that opens at a click.
              event.stopPropagation();
              copy();
            }}
            aria-label={t(copied ? 'result.copied' : 'result.copy')}
          >
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
