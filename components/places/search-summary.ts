import type { useTranslations } from 'use-intl/react';
import type { UnitChoices } from '#lib/registry/domain/unit-choices.ts';
import type { ColouredSearch } from '#lib/registry/domain/unit-list-query.ts';

type Translate = ReturnType<typeof useTranslations<'places'>>;

/** What a summary looks names up in. */
export interface SummaryNames {
  readonly choices: Pick<UnitChoices, 'types' | 'groups'>;
  /** Names of units by id. */
  readonly units: Readonly<Record<string, string>>;
}

/** A search in a few words: what it is called in its tab. */
export function summarizeSearch(t: Translate, search: ColouredSearch, { choices, units }: SummaryNames): string {
  const named = (ids: readonly string[] | undefined, list: readonly { readonly id: string; readonly name: string }[]) =>
    (ids ?? []).map((id) => list.find((one) => one.id === id)?.name ?? '…').join(', ');
  const unitNames = (ids: readonly string[] | undefined) => (ids ?? []).map((id) => units[id] ?? '…').join(', ');
  const { status } = search;
  const parts = [
    search.text ? `“${search.text}”` : '',
    named(search.typeIds, choices.types),
    search.category ?? '',
    named(search.groupIds, choices.groups),
    search.underIds?.length ? t('summary.under', { names: unitNames(search.underIds) }) : '',
    search.notUnderIds?.length ? t('summary.notUnder', { names: unitNames(search.notUnderIds) }) : '',
    search.parentId === 'root' ? t('summary.tops') : '',
    search.parentId && search.parentId !== 'root'
      ? t('summary.childrenOf', { name: units[search.parentId] ?? '…' })
      : '',
    search.depth === undefined ? '' : t('summary.depth', { depth: search.depth }),
    search.geography === undefined ? '' : t(`geography.${search.geography}`),
    search.openAt ? t('summary.openAt', { day: search.openAt }) : '',
    search.openingDate ? t('summary.openedFrom', { day: search.openingDate }) : '',
    search.closedDate ? t('summary.closedUntil', { day: search.closedDate }) : '',
    search.createdFrom || search.createdTo ? t('summary.created') : '',
    search.updatedSince ? t('summary.updated') : '',
    search.subSource ? search.subSource : '',
    Object.entries(search.extra ?? {})
      .map(([key, value]) => `${key} = ${value}`)
      .join(', '),
    status === undefined
      ? ''
      : status.length === 0
        ? t('summary.anyStatus')
        : status.map((one) => t(`statuses.${one}`)).join(', '),
  ].filter((part) => part !== '');
  return parts.length === 0 ? t('summary.everything') : parts.join(' · ');
}

/** Units that searches name by id. */
export function unitsNamedBy(searches: readonly ColouredSearch[]): string[] {
  const ids = searches.flatMap(({ underIds = [], notUnderIds = [], parentId }) => [
    ...underIds,
    ...notUnderIds,
    ...(parentId === undefined || parentId === 'root' ? [] : [parentId]),
  ]);
  return [...new Set(ids)].sort();
}
