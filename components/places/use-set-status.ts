'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { apiPatch } from '#components/ui/api-client.ts';
import { showUndoNotice } from '#components/ui/undo-notice.tsx';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';
import type { UnitRow } from '#lib/registry/domain/unit-list-query.ts';

const answerSchema = z.object({ revision: z.number() });

interface StatusChange {
  /** The revision that was seen: a place that somebody else changed meanwhile is left alone. */
  readonly revision: number;
  readonly from: UnitStatus;
  readonly to: UnitStatus;
}

/** Rejects a place of the list, or takes it back, at once; for ten seconds that can be undone. */
export function useSetStatus(): (row: UnitRow, status: UnitStatus) => void {
  const t = useTranslations('places');
  const queries = useQueryClient();
  return useCallback(
    ({ id, name, revision: seen, status }, wanted) => {
      const change = async ({ revision, from, to }: StatusChange): Promise<void> => {
        const answer = await apiPatch(`units/${id}`, { revision, status: to }, answerSchema);
        await queries.invalidateQueries({ queryKey: ['units'] });
        showUndoNotice({
          message: t('status.changed', { name, status: t(`statuses.${to}`) }),
          undo: {
            label: t('status.undo'),
            run() {
              change({ revision: answer.revision, from: to, to: from }).catch(showFailure);
            },
          },
        });
      };
      change({ revision: seen, from: status, to: wanted }).catch(showFailure);
    },
    [t, queries],
  );
}
