'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { choiceOf, outlinesChoice, useBaseMap } from './map-config.tsx';

/** What lies under the data: one of the configured maps or the outlines. Nothing where there is nothing to choose. */
export function BaseMapMenu() {
  const t = useTranslations('shell');
  const { maps, map, choose } = useBaseMap();
  if (maps.length === 0) return null;
  const choices = [
    ...maps.map((one) => ({ choice: choiceOf(one), label: one.name ?? t('map.streets') })),
    { choice: outlinesChoice, label: t('map.outlinesAlone') },
  ];
  const chosen = map === null ? outlinesChoice : choiceOf(map);
  // Screen readers would meet the placeholder of the focus as a member of the menu that is none.
  return (
    <Menu position="left-start" shadow="sm" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="default" size={32} aria-label={t('map.baseMap')}>
          <IconStack2 size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={chosen} onChange={choose}>
          {choices.map(({ choice, label }) => (
            <Menu.RadioItem key={choice} value={choice} closeMenuOnClick>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
