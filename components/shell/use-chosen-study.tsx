'use client';

import { Select } from '@mantine/core';
import { parseAsString, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { useStudyKey } from './use-study-href.ts';

interface ChosenStudy<Study> {
  /** Undefined: there is none to choose. */
  readonly study: Study | undefined;
  /** Where one chooses, for the head of the page; null where the frame says it already, or there is no choice. */
  readonly chooser: ReactNode;
}

/** The study that a page about one study is about: that of the frame, else the one chosen on the page, else the first. */
export function useChosenStudy<Study extends { readonly key: string; readonly name: string }>(
  studies: readonly Study[],
  label: string,
): ChosenStudy<Study> {
  const key = useStudyKey();
  const [chosen, setChosen] = useQueryState('of', parseAsString);
  const study = studies.find((one) => one.key === (key ?? chosen)) ?? studies[0];
  const hasChoice = key === null && studies.length > 1;
  return {
    study,
    chooser: hasChoice ? (
      <Select
        aria-label={label}
        allowDeselect={false}
        data={studies.map((one) => ({ value: one.key, label: one.name }))}
        value={study?.key ?? null}
        onChange={(next) => void setChosen(next)}
      />
    ) : null,
  };
}
