'use client';

import { Button, Indicator, MultiSelect, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { SearchField } from '#components/ui/search-field.tsx';
import { unitStatusSchema } from '#lib/registry/domain/org-unit.ts';
import type { ColouredSearch } from '#lib/registry/domain/unit-list-query.ts';
import type { PlaceFiltersProps } from './place-filters-props.ts';
import { MoreFilters, moreFilterMembers } from './more-filters.tsx';

const anyStatus = 'any';

/** What narrows the search that is edited: the usual filters beside each other, the others behind a button. */
export function PlaceFilters(props: PlaceFiltersProps) {
  const { search, changeSearch, choices } = props;
  const t = useTranslations('places');
  const [isOpen, { open, close }] = useDisclosure(false);
  const moreCount = moreFilterMembers.filter((member) => search[member] !== undefined).length;
  return (
    <>
      <SearchField
        label={t('filters.text')}
        clearLabel={t('filters.clearText')}
        value={search.text ?? ''}
        onSearch={(text) => {
          changeSearch({ text });
        }}
      />
      <MultiSelect
        aria-label={t('filters.types')}
        placeholder={search.typeIds?.length ? '' : t('filters.anyType')}
        searchable
        clearable
        w={210}
        data={choices.types.map(({ id, name }) => ({ value: id, label: name }))}
        value={[...(search.typeIds ?? [])]}
        onChange={(typeIds) => {
          changeSearch({ typeIds });
        }}
      />
      <Select
        aria-label={t('filters.status')}
        w={140}
        allowDeselect={false}
        data={[
          ...unitStatusSchema.options.map((status) => ({ value: status, label: t(`statuses.${status}`) })),
          { value: anyStatus, label: t('filters.anyStatus') },
        ]}
        value={statusWord(search)}
        onChange={(word) => {
          const status = unitStatusSchema.safeParse(word).data;
          if (word === anyStatus) changeSearch({ status: [] });
          else changeSearch({ status: status === undefined || status === 'VALID' ? undefined : [status] });
        }}
        placeholder={t('filters.severalStatuses')}
      />
      <Indicator label={moreCount} size={16} disabled={moreCount === 0} color="cairn">
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} />} onClick={open}>
          {t('filters.more')}
        </Button>
      </Indicator>
      <MoreFilters {...props} isOpen={isOpen} onClose={close} />
    </>
  );
}

/** The one status that is looked for, `any`, or null for several. */
function statusWord({ status }: ColouredSearch): string | null {
  if (status === undefined) return 'VALID';
  if (status.length === 0) return anyStatus;
  return status.length === 1 ? (status[0] ?? null) : null;
}
