'use client';

import { useTranslations } from 'use-intl/react';
import type { ApiProblem } from '#components/ui/api-client.ts';
import type { UnitErrorCode } from '#lib/registry/domain/unit-errors.ts';

/** What is wrong, by member, in the viewer's language. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Says the errors of a refused change in the viewer's language, by member. */
export function useErrorWords(): (problem: ApiProblem) => FieldErrors {
  const t = useTranslations('place');
  return ({ errors }) => {
    const byField = Map.groupBy(errors, ({ field }) => field);
    const say = (code: string, value: string | undefined) =>
      t(`errors.${code as UnitErrorCode}`, { value: value ?? '' });
    return Object.fromEntries(
      [...byField].map(([field, wrong]) => [field, wrong.map(({ code, value }) => say(code, value)).join(' ')]),
    );
  };
}
