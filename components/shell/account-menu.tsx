'use client';

import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden, useMantineColorScheme } from '@mantine/core';
import { IconDeviceLaptop, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl/react';
import { isLocale, localeNames, locales } from '#lib/platform/i18n/locales.ts';
import type { FrameData } from './frame-data.ts';
import { signOut } from './sign-out.ts';
import { useChooseLocale } from './use-choose-locale.ts';

const schemes = [
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
  { value: 'auto', icon: IconDeviceLaptop },
] as const;

/** Who one is; language, light or dark, and the way out. */
export function AccountMenu({ data }: { readonly data: FrameData }) {
  const t = useTranslations('shell');
  const locale = useLocale();
  const choose = useChooseLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = data.viewer.name || data.viewer.email;
  return (
    <Menu position="bottom-end" width={240} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton style={{ borderRadius: '50%' }}>
          <VisuallyHidden>{t('account.label', { name })}</VisuallyHidden>
          <Avatar size={34} radius="xl" color="cairn" variant="light" name={name} alt="" aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {name}
          </Text>
          <Text size="xs" truncate>
            {data.viewer.email}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={16} />} closeMenuOnClick>
          {t('account.yours')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('account.language')}</Menu.Label>
        <Menu.RadioGroup
          value={locale}
          onChange={(value) => {
            if (isLocale(value)) void choose(value);
          }}
        >
          {locales.map((each) => (
            <Menu.RadioItem key={each} value={each} lang={each}>
              {localeNames[each]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('account.appearance')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme}>
          {schemes.map(({ value, icon: Icon }) => (
            <Menu.RadioItem
              key={value}
              value={value}
              rightSection={<Icon size={16} aria-hidden />}
              onChange={() => {
                setColorScheme(value);
              }}
            >
              {t(`account.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
