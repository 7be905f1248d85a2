'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';
import type { UnitRow } from '#lib/registry/domain/unit-list-query.ts';

interface StatusActionProps {
  readonly row: UnitRow;
  readonly setStatus: (row: UnitRow, status: UnitStatus) => void;
}

/** Rejecting is how a place is removed; a rejected one can be made valid again. */
export function StatusAction({ row, setStatus }: StatusActionProps) {
  const t = useTranslations('places');
  const isRejected = row.status === 'REJECTED';
  const label = t(isRejected ? 'status.restore' : 'status.reject', { name: row.name });
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        onClick={() => {
          setStatus(row, isRejected ? 'VALID' : 'REJECTED');
        }}
      >
        {isRejected ? <IconArrowBackUp size={16} stroke={1.6} /> : <IconTrash size={16} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  );
}
