'use client';

import { Button, Menu, ScrollArea, Text } from '@mantine/core';
import { IconCheck, IconChevronDown, IconStack2 } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import type { FrameData } from './frame-data.ts';
import { placeOf, places } from './places.ts';
import { useStudyKey } from './use-study-href.ts';

/** Which organization and study the pages are about. Both stand in the address, so that a view can be sent as a link. */
export function StudySwitcher({ data }: { readonly data: FrameData }) {
  const t = useTranslations('shell');
  const path = usePathname();
  const current = useStudyKey();
  const organization = data.organizations.find(({ id }) => id === data.organizationId);
  const study = data.studies.find(({ key }) => key === current);
  const placeHref = places.find(({ key }) => key === placeOf(path))?.href ?? '/';
  const studyHref = (key: string | null) =>
    key === null ? placeHref : `${placeHref}?study=${encodeURIComponent(key)}`;
  const tick = (isOn: boolean) => (isOn ? <IconCheck size={16} aria-hidden /> : <span style={{ width: 16 }} />);
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          px="xs"
          miw={0}
          leftSection={<IconStack2 size={18} stroke={1.6} />}
          rightSection={<IconChevronDown size={14} />}
          aria-label={t('switcher.label', { study: study?.name ?? t('switcher.allStudies') })}
        >
          <Text
            component="span"
            size="sm"
            fw={600}
            truncate
            maw={{ base: '7rem', sm: '16rem' }}
            c="var(--mantine-color-text)"
          >
            {study?.name ?? t('switcher.allStudies')}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{organization?.name ?? t('switcher.studies')}</Menu.Label>
        <ScrollArea.Autosize mah="50dvh">
          <Menu.Item component={Link} href={studyHref(null)} leftSection={tick(current === null)}>
            {t('switcher.allStudies')}
          </Menu.Item>
          {data.studies.map(({ key, name }) => (
            <Menu.Item key={key} component={Link} href={studyHref(key)} leftSection={tick(current === key)}>
              <Text size="sm" truncate>
                {name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {key}
              </Text>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
        {data.organizations.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('switcher.organizations')}</Menu.Label>
            {data.organizations.map(({ id, name }) => (
              // A whole new document: nothing of the other organization stays in memory.
              <Menu.Item key={id} component="a" href={`/?org=${id}`} leftSection={tick(id === data.organizationId)}>
                {name}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
