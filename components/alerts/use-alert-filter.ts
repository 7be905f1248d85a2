'use client';

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useStudyKey } from '#components/shell/use-study-href.ts';
import { alertLevels } from '#lib/sources/domain/alerts/alert.ts';
import { alertStates, type AlertFilter } from '#lib/sources/domain/alerts/alert-query.ts';

/** The filter of the list, kept in the address. */
export function useAlertFilter() {
  const study = useStudyKey();
  const [values, setValues] = useQueryStates({
    text: parseAsString,
    state: parseAsStringLiteral(alertStates).withDefault('open'),
    level: parseAsStringLiteral(alertLevels),
    check: parseAsString,
    acknowledged: parseAsBoolean,
  });
  const filter = useMemo((): AlertFilter => {
    const { text, state, level, check, acknowledged } = values;
    return {
      state,
      ...(study === null ? {} : { study }),
      ...(text ? { text } : {}),
      ...(level ? { level } : {}),
      ...(check ? { check } : {}),
      ...(acknowledged === null ? {} : { acknowledged }),
    };
  }, [study, values]);
  return { filter, values, setValues };
}

export type AlertFilterState = ReturnType<typeof useAlertFilter>;
