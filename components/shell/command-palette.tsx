'use client';

import { Spotlight } from '@mantine/spotlight';
import {
  IconDeviceMobile,
  IconKeyboard,
  IconMapPin,
  IconMoon,
  IconSearch,
  IconStack2,
  IconSun,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { apiGet } from '#components/ui/api-client.ts';
import type { FrameData } from './frame-data.ts';
import { places } from './places.ts';
import { useStudyHref, useStudyKey } from './use-study-href.ts';

const kinds = {
  source: IconDeviceMobile,
  unit: IconMapPin,
  study: IconStack2,
  person: IconUser,
} as const satisfies Record<string, Icon>;
type FoundKind = keyof typeof kinds;

const foundSchema = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['source', 'unit', 'study', 'person']),
      id: z.string(),
      title: z.string(),
      subtitle: z.string(),
      href: z.string(),
    }),
  ),
});

interface Command {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon: Icon;
  readonly run: () => void;
}

interface CommandPaletteProps {
  readonly data: FrameData;
  readonly onHelp: () => void;
}

/** Ctrl + K: any page, action, source, place, study or person, by a few letters. */
export function CommandPalette({ data, onHelp }: CommandPaletteProps) {
  const t = useTranslations('shell');
  const [query, setQuery] = useState('');
  const commands = useCommands(data, onHelp).filter(({ label }) => matches(label, query));
  const { found, isSearching } = useFound(query);
  const nothing = commands.length + found.length === 0;
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      scrollable
      maxHeight="60dvh"
      clearQueryOnClose
      attributes={{ content: { 'aria-label': t('palette.open') } }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.open')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {(Object.keys(kinds) as FoundKind[]).map((kind) => (
          <Section
            key={kind}
            label={t(`palette.${kind}`)}
            commands={found.filter(({ id }) => id.startsWith(`${kind}:`))}
          />
        ))}
        <Section label={t('palette.pages')} commands={commands} />
        {nothing && (
          <Spotlight.Empty>{isSearching ? t('ui.loading') : t('palette.nothing', { query })}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Section({ label, commands }: { readonly label: string; readonly commands: readonly Command[] }): ReactNode {
  if (commands.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={label}>
      {commands.map(({ id, label: text, description, icon: CommandIcon, run }) => (
        <Spotlight.Action
          key={id}
          label={text}
          {...(description ? { description } : {})}
          onClick={run}
          leftSection={<CommandIcon size={18} stroke={1.6} aria-hidden />}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}

function matches(label: string, query: string): boolean {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain(label).includes(plain(query.trim()));
}

function useCommands(data: FrameData, onHelp: () => void): readonly Command[] {
  const t = useTranslations('shell');
  const router = useRouter();
  const href = useStudyHref();
  const { setColorScheme } = useMantineColorScheme();
  const pages = places
    .filter(({ key }) => data.places.includes(key))
    .map(({ key, href: to, icon }) => ({
      id: key,
      label: t(`places.${key}`),
      icon,
      run: () => {
        router.push(href(to));
      },
    }));
  return [
    ...pages,
    {
      id: 'light',
      label: t('palette.light'),
      icon: IconSun,
      run: () => {
        setColorScheme('light');
      },
    },
    {
      id: 'dark',
      label: t('palette.dark'),
      icon: IconMoon,
      run: () => {
        setColorScheme('dark');
      },
    },
    { id: 'keys', label: t('shortcuts.title'), icon: IconKeyboard, run: onHelp },
  ];
}

function useFound(query: string): { readonly found: readonly Command[]; readonly isSearching: boolean } {
  const router = useRouter();
  const study = useStudyKey();
  const [text] = useDebouncedValue(query.trim(), 150);
  const { data, isFetching } = useQuery({
    queryKey: ['search', text, study],
    queryFn: ({ signal }) => apiGet('search', foundSchema, { query: { q: text, study }, signal }),
    enabled: text.length > 0,
    placeholderData: (previous) => previous,
  });
  const items = text.length > 0 ? (data?.items ?? []) : [];
  const found = items.map(({ kind, id, title, subtitle, href }) => ({
    id: `${kind}:${id}`,
    label: title,
    description: subtitle,
    icon: kinds[kind],
    run: () => {
      router.push(href);
    },
  }));
  return { found, isSearching: isFetching || text !== query.trim() };
}
