'use client';

import { Anchor, Card, Center, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { ReactNode } from 'react';
import { chooseLocaleHere } from '#components/shell/choose-locale.ts';
import { HouseName } from '#components/shell/house-name.tsx';
import { localeNames, locales, type Locale } from '#lib/platform/i18n/locales.ts';

interface EntryCardProps {
  readonly title: string;
  readonly description?: string;
  /** How a language is chosen; by default for this browser, as long as nobody is signed in. */
  readonly onLocale?: (locale: Locale) => void;
  /** Widest it grows, in pixels. */
  readonly maxWidthPx?: number;
  readonly children: ReactNode;
}

/** The page before the house: one card, and the languages. */
export function EntryCard({
  title,
  description,
  onLocale = chooseLocaleHere,
  maxWidthPx = 400,
  children,
}: EntryCardProps) {
  const t = useTranslations('accounts');
  return (
    <Center mih="100dvh" p="md" bg="var(--cairn-ground)">
      <Stack w="100%" maw={maxWidthPx} gap="lg">
        <HouseName />
        <Card component="main" padding="lg">
          <Stack>
            <div>
              <Title order={1} size="h2">
                {title}
              </Title>
              {description !== undefined && (
                <Text size="sm" c="dimmed" mt={4}>
                  {description}
                </Text>
              )}
            </div>
            {children}
          </Stack>
        </Card>
        <Group component="nav" justify="center" gap="md" aria-label={t('language')}>
          {locales.map((each) => (
            <Anchor
              key={each}
              component="button"
              type="button"
              size="sm"
              c="dimmed"
              lang={each}
              onClick={() => {
                onLocale(each);
              }}
            >
              {localeNames[each]}
            </Anchor>
          ))}
        </Group>
      </Stack>
    </Center>
  );
}
