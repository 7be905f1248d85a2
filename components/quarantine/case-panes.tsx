'use client';

import { useState, type ReactNode } from 'react';
import { BulkBar } from '#components/tables/bulk-bar.tsx';
import { nothingSelected, type Selection } from '#components/tables/selection.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { QuarantineState } from '#lib/passive/domain/quarantine-views.ts';
import { DismissButton, ReopenButton, ReplayButton } from './case-buttons.tsx';
import type { Picking } from './pick-list.tsx';
import classes from './quarantine.module.css';
import type { CaseActs } from './use-case-decisions.ts';

interface CasePanesProps {
  readonly state: QuarantineState;
  /** Before the list; absent: two panes. */
  readonly aside?: ReactNode;
  readonly list: (picking: Picking) => ReactNode;
  readonly chosenId: string | null;
  readonly onChoose: (id: string | null) => void;
  readonly detail: (id: string, onBack: () => void) => ReactNode;
  /** Stands where a case will, as long as none is chosen. */
  readonly noDetail: { readonly title: string; readonly description: string };
  readonly acts: CaseActs;
  readonly replayLabel: string;
}

/** Cases and the chosen one side by side, one after the other on a phone; and what can be done with the ticked ones. */
export function CasePanes(props: CasePanesProps) {
  const { state, aside, list, chosenId, onChoose, detail, noDetail, acts, replayLabel } = props;
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const clear = () => {
    setSelection(nothingSelected);
  };
  const onTicked = (act: CaseActs['replay']) => () => void act([...selection.ids]).then(clear);
  const goBack = () => {
    onChoose(null);
  };
  return (
    <div
      className={classes['layout']}
      data-two={aside === undefined || undefined}
      data-open={chosenId !== null || undefined}
    >
      {aside !== undefined && <div className={classes['reasons']}>{aside}</div>}
      <div className={classes['list']}>{list({ chosenId, onChoose, selection, onSelection: setSelection })}</div>
      <div className={classes['detail']}>
        {chosenId === null ? <EmptyState {...noDetail} /> : detail(chosenId, goBack)}
      </div>
      <BulkBar count={selection.ids.size} onClear={clear}>
        {state === 'open' && (
          <>
            <ReplayButton variant="light" label={replayLabel} onClick={onTicked(acts.replay)} />
            <DismissButton variant="light" onClick={onTicked(acts.dismiss)} />
          </>
        )}
        {state === 'dismissed' && <ReopenButton variant="light" onClick={onTicked(acts.reopen)} />}
      </BulkBar>
    </div>
  );
}
