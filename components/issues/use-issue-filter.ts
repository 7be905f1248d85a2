'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useStudyKey } from '#components/shell/use-study-href.ts';
import { issueKinds, issueStates, type IssueFilter } from '#lib/sources/domain/issues/device-issue.ts';

/** The filter of the list, kept in the address. */
export function useIssueFilter() {
  const study = useStudyKey();
  const [values, setValues] = useQueryStates({
    text: parseAsString,
    state: parseAsStringLiteral(issueStates),
    kind: parseAsStringLiteral(issueKinds),
    manufacturer: parseAsString,
    source: parseAsString,
  });
  const filter = useMemo((): IssueFilter => {
    const { text, state, kind, manufacturer, source } = values;
    return {
      ...(study === null ? {} : { study }),
      ...(text ? { text } : {}),
      ...(state ? { state } : {}),
      ...(kind ? { kind } : {}),
      ...(manufacturer ? { manufacturer } : {}),
      ...(source ? { source } : {}),
    };
  }, [study, values]);
  return { filter, values, setValues };
}

export type IssueFilterState = ReturnType<typeof useIssueFilter>;
