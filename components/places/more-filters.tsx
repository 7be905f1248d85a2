'use client';

import { Button, Drawer, Group, MultiSelect, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { UnitCrumb } from '#lib/registry/domain/unit-tree.ts';
import type { ColouredSearch } from '#lib/registry/domain/unit-list-query.ts';
import { unitGeographySchema } from '#lib/registry/domain/unit-search.ts';
import { ExtraFilter } from './extra-filter.tsx';
import type { PlaceFiltersProps } from './place-filters-props.ts';
import { UnitPicker } from './unit-picker.tsx';

/** Members of a search that this drawer sets. */
export const moreFilterMembers = [
  'groupIds',
  'category',
  'underIds',
  'notUnderIds',
  'parentId',
  'depth',
  'geography',
  'openAt',
  'openingDate',
  'closedDate',
  'createdFrom',
  'createdTo',
  'updatedSince',
  'subSource',
  'extra',
] as const satisfies readonly (keyof ColouredSearch)[];

interface MoreFiltersProps extends PlaceFiltersProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Filters one needs less often: place in the tree, groups, geography, dates, extra fields. */
export function MoreFilters(props: MoreFiltersProps) {
  const { search, changeSearch, choices, version, unitNames, isOpen, onClose } = props;
  const t = useTranslations('places');
  const crumb = (id: string | undefined): UnitCrumb | null =>
    id === undefined ? null : { id, name: unitNames[id] ?? '…' };
  const tree = { version: version.id, treeStatuses: version.treeStatuses };
  const parent = search.parentId === 'root' ? undefined : search.parentId;
  return (
    <Drawer opened={isOpen} onClose={onClose} position="right" title={t('filters.more')} size="md">
      <Stack gap="md">
        <UnitPicker
          {...tree}
          label={t('filters.under')}
          placeholder={t('filters.anywhere')}
          value={crumb(search.underIds?.[0])}
          onChange={(unit) => {
            changeSearch({ underIds: unit ? [unit.id] : undefined });
          }}
        />
        <UnitPicker
          {...tree}
          label={t('filters.notUnder')}
          value={crumb(search.notUnderIds?.[0])}
          onChange={(unit) => {
            changeSearch({ notUnderIds: unit ? [unit.id] : undefined });
          }}
        />
        <UnitPicker
          {...tree}
          label={t('filters.childrenOf')}
          value={crumb(parent)}
          onChange={(unit) => {
            changeSearch({ parentId: unit?.id });
          }}
        />
        <MultiSelect
          label={t('filters.groups')}
          placeholder={search.groupIds?.length ? '' : t('filters.anyGroup')}
          searchable
          clearable
          limit={200}
          data={choices.groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={[...(search.groupIds ?? [])]}
          onChange={(groupIds) => {
            changeSearch({ groupIds });
          }}
        />
        {choices.categories.length > 0 && (
          <Select
            label={t('filters.category')}
            placeholder={t('filters.anyCategory')}
            clearable
            data={[...choices.categories]}
            value={search.category ?? null}
            onChange={(category) => {
              changeSearch({ category: category ?? undefined });
            }}
          />
        )}
        <NumberInput
          label={t('filters.depth')}
          description={t('filters.depthHint')}
          min={1}
          max={100}
          allowDecimal={false}
          value={search.depth ?? ''}
          onChange={(depth) => {
            changeSearch({ depth: typeof depth === 'number' && depth >= 1 ? depth : undefined });
          }}
        />
        <Select
          label={t('filters.geography')}
          placeholder={t('filters.withOrWithout')}
          clearable
          data={unitGeographySchema.options.map((value) => ({ value, label: t(`geography.${value}`) }))}
          value={search.geography ?? null}
          onChange={(value) => {
            changeSearch({ geography: unitGeographySchema.safeParse(value).data });
          }}
        />
        <DayFilters search={search} changeSearch={changeSearch} />
        <TextInput
          label={t('filters.subSource')}
          description={t('filters.subSourceHint')}
          maxLength={255}
          defaultValue={search.subSource ?? ''}
          onBlur={(event) => {
            changeSearch({ subSource: event.currentTarget.value.trim() });
          }}
        />
        <ExtraFilter
          value={search.extra ?? {}}
          onChange={(change) => {
            changeSearch(({ extra = {} }) => {
              const next = change(extra);
              return { extra: Object.keys(next).length === 0 ? undefined : next };
            });
          }}
        />
        <Group justify="space-between">
          <Button
            variant="subtle"
            onClick={() => {
              changeSearch(Object.fromEntries(moreFilterMembers.map((member) => [member, undefined])));
            }}
          >
            {t('filters.clearMore')}
          </Button>
          <Button onClick={onClose}>{t('filters.done')}</Button>
        </Group>
      </Stack>
    </Drawer>
  );
}

type DayFiltersProps = Pick<PlaceFiltersProps, 'search' | 'changeSearch'>;

const days = ['openAt', 'openingDate', 'closedDate'] as const;
const instants = ['createdFrom', 'createdTo', 'updatedSince'] as const;

function DayFilters({ search, changeSearch }: DayFiltersProps) {
  const t = useTranslations('places');
  return (
    <>
      {days.map((member) => (
        <TextInput
          key={member}
          type="date"
          label={t(`filters.${member}`)}
          value={search[member] ?? ''}
          onChange={(event) => {
            changeSearch({ [member]: event.currentTarget.value || undefined });
          }}
        />
      ))}
      {instants.map((member) => (
        <TextInput
          key={member}
          type="date"
          label={t(`filters.${member}`)}
          value={search[member]?.slice(0, 10) ?? ''}
          onChange={(event) => {
            const day = event.currentTarget.value;
            changeSearch({
              [member]: day === '' ? undefined : `${day}T${member === 'createdTo' ? '23:59:59' : '00:00:00'}Z`,
            });
          }}
        />
      ))}
    </>
  );
}
