'use client';

import { ActionIcon, Badge, Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { UnitCounts } from '#lib/registry/domain/unit-list-address.ts';
import { maxSearches } from '#lib/registry/domain/unit-list-query.ts';
import classes from './places-view.module.css';
import { summarizeSearch, type SummaryNames } from './search-summary.ts';
import { colorOf } from './shown-searches.ts';
import type { PlacesAddress } from './use-places-address.ts';

interface SearchTabsProps {
  readonly address: PlacesAddress;
  readonly names: SummaryNames;
  /** Null while they are counted. */
  readonly counts: UnitCounts | null;
}

/** The searches that are shown together: each with its colour, what it looks for, and how many it finds. */
export function SearchTabs({ address, names, counts }: SearchTabsProps) {
  const t = useTranslations('places');
  const format = useFormatter();
  const { searches, active } = address;
  const count = (index: number) => {
    const found = counts?.counts[index];
    if (found === undefined) return '…';
    return found >= (counts?.cap ?? Infinity) ? `${format.number(found)}+` : format.number(found);
  };
  return (
    <Group gap="xs" mb="sm" role="group" aria-label={t('searches.label')} className="no-print">
      {searches.map((search, index) => {
        const summary = summarizeSearch(t, search, names);
        return (
          <div key={index} className={classes['search']} data-active={index === active || undefined}>
            <UnstyledButton
              className={classes['searchName'] ?? ''}
              aria-pressed={index === active}
              title={summary}
              onClick={() => {
                address.setActive(index);
              }}
            >
              <span className={classes['dot']} style={{ background: colorOf(search, index) }} aria-hidden />
              <Text component="span" size="sm" truncate>
                {summary}
              </Text>
              <Badge component="span" variant="default" size="sm">
                {count(index)}
              </Badge>
            </UnstyledButton>
            {searches.length > 1 && (
              <ActionIcon
                size="sm"
                aria-label={t('searches.remove', { summary })}
                onClick={() => {
                  address.removeSearch(index);
                }}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {searches.length < maxSearches && (
        <Tooltip label={t('searches.addHint')}>
          <ActionIcon aria-label={t('searches.add')} variant="default" size="lg" onClick={address.addSearch}>
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}
