'use client';

import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { showUndoNotice } from '#components/ui/undo-notice.tsx';
import type { SourceSelection } from '#lib/sources/domain/source-query.ts';
import { runBulkAct, type BulkAct } from './source-queries.ts';

export interface BulkRequest {
  readonly act: BulkAct;
  readonly body: { readonly selection: SourceSelection } & Readonly<Record<string, unknown>>;
  /** What to say when it is done ("12 sources moved"). */
  readonly say: (changed: number) => string;
  /** What takes it back for the sources that changed; absent when nothing can. */
  readonly undo?: {
    readonly act: BulkAct;
    readonly body: Readonly<Record<string, unknown>>;
    readonly say: (changed: number) => string;
  };
}

/** Runs an act on sources, refreshes what shows them, says what happened and offers to take it back for ten seconds. */
export function useBulkAct(): (request: BulkRequest) => Promise<void> {
  const t = useTranslations('sources');
  const queries = useQueryClient();
  return async function run({ act, body, say, undo }) {
    const { changed, ids } = await runBulkAct(act, body);
    await queries.invalidateQueries({ queryKey: ['sources'] });
    const canUndo = undo && ids !== null && changed > 0;
    showUndoNotice({
      message: say(changed),
      undo: canUndo
        ? {
            label: t('bulk.undo'),
            run() {
              const back = { act: undo.act, body: { ...undo.body, selection: { ids } }, say: undo.say };
              run(back).catch(showFailure);
            },
          }
        : null,
    });
  };
}

/** Says why an act without a dialog of its own did not happen. */
export function showFailure(error: unknown): void {
  notifications.show({ color: 'red', message: error instanceof ApiProblem ? error.message : String(error) });
}
