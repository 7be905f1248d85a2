import { useHotkeys } from '@mantine/hooks';
import type { CaseActs } from './use-case-decisions.ts';

interface CaseKeysInput {
  readonly rows: readonly { readonly id: string }[];
  readonly chosenId: string | null;
  readonly onChoose: (id: string | null) => void;
  readonly acts: CaseActs;
  readonly isOpen: boolean;
}

/** J and K move, R replays, D dismisses, E edits the chosen point; after an act the next one is chosen. */
export function useCaseKeys({ rows, chosenId, onChoose, acts, isOpen }: CaseKeysInput): void {
  const index = rows.findIndex(({ id }) => id === chosenId);
  const goTo = (next: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (!row) return;
    onChoose(row.id);
    document.querySelector(`[data-row="${row.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const act = (run: CaseActs['replay']) => () => {
    if (chosenId === null || !isOpen) return;
    const next = rows[index + 1] ?? rows[index - 1];
    void run([chosenId]).then(() => {
      onChoose(next?.id ?? null);
    });
  };
  useHotkeys([
    [
      'j',
      () => {
        goTo(index + 1);
      },
    ],
    [
      'k',
      () => {
        goTo(index - 1);
      },
    ],
    ['r', act(acts.replay)],
    ['d', act(acts.dismiss)],
    ['e', () => document.querySelector<HTMLTextAreaElement>('#quarantine-editor textarea')?.focus()],
  ]);
}
