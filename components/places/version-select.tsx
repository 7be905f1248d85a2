'use client';

import { Select } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import type { VersionChoice } from '#lib/registry/domain/unit-choices.ts';

interface VersionSelectProps {
  readonly versions: readonly VersionChoice[];
  readonly value: string;
}

/** Which pyramid, in which version: another one is another page, because its groups and trees are others. */
export function VersionSelect({ versions, value }: VersionSelectProps) {
  const t = useTranslations('places');
  const router = useRouter();
  const href = useStudyHref();
  const pyramids = [...new Set(versions.map(({ pyramidName }) => pyramidName))];
  return (
    <Select
      aria-label={t('list.version')}
      w={320}
      maw="100%"
      searchable
      allowDeselect={false}
      data={pyramids.map((pyramid) => ({
        group: pyramid,
        items: versions
          .filter(({ pyramidName }) => pyramidName === pyramid)
          .map(({ id, number, isDefault }) => ({
            value: id,
            label: t(isDefault ? 'list.defaultVersionOf' : 'list.versionOf', { pyramid, number }),
          })),
      }))}
      value={value}
      onChange={(id) => {
        if (id !== null && id !== value) router.push(href(`/places?version=${id}`));
      }}
    />
  );
}
