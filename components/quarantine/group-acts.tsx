'use client';

import { Button, Group } from '@mantine/core';
import { IconPlayerPlay, IconWand, IconX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { QuarantineGroupView } from '#lib/passive/domain/quarantine-views.ts';
import type { QuarantineReason } from '#lib/passive/domain/reasons.ts';
import type { QuarantineActs } from './use-quarantine-acts.ts';

/** Reasons whose points can often be mended without a person looking at each. */
const mendable: ReadonlySet<QuarantineReason> = new Set([
  'timestamp_out_of_range',
  'timestamp_not_a_number',
  'timestamp_missing',
  'generator_missing',
  'source_missing',
]);

interface GroupActsProps {
  readonly group: QuarantineGroupView;
  readonly study: string | null;
  readonly acts: QuarantineActs;
}

/** What can be done with everything of a reason at once. */
export function GroupActs({ group, study, acts }: GroupActsProps) {
  const t = useTranslations('passive');
  const { reason, count } = group;
  return (
    <Group gap="xs">
      {mendable.has(reason) && (
        <Button
          leftSection={<IconWand size={16} />}
          onClick={() => {
            acts.replayReason({ reason, study, count }, true);
          }}
        >
          {t('quarantine.mendGroup', { count })}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} />}
        onClick={() => {
          acts.replayReason({ reason, study, count }, false);
        }}
      >
        {t('quarantine.replayGroup', { count })}
      </Button>
      <Button
        variant="default"
        leftSection={<IconX size={16} />}
        onClick={() => {
          acts.dismissReason({ reason, study, count });
        }}
      >
        {t('quarantine.dismissGroup', { count })}
      </Button>
    </Group>
  );
}
