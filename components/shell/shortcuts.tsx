'use client';

import { Group, Kbd, Modal, Stack, Table, Text } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { places, type PlaceKey } from './places.ts';
import { useStudyHref } from './use-study-href.ts';

/** How long after G the second key may come. */
const sequenceMs = 1200;

interface ShortcutsInput {
  readonly places: readonly PlaceKey[];
  readonly onHelp: () => void;
}

/** G then a letter goes to a place, `/` searches, `?` shows the list. Never while typing. */
export function useShortcuts({ places: allowed, onHelp }: ShortcutsInput): void {
  const router = useRouter();
  const href = useStudyHref();
  const goAt = useRef(0);
  useEffect(() => {
    const go = (key: string) => {
      const place = places.find(({ shortcut, key: name }) => shortcut === key && allowed.includes(name));
      if (place) router.push(href(place.href));
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.timeStamp - goAt.current < sequenceMs) {
        goAt.current = 0;
        go(event.key);
      } else if (event.key === 'g') {
        goAt.current = event.timeStamp;
      } else if (event.key === '?') {
        onHelp();
      } else if (event.key === '/') {
        event.preventDefault();
        spotlight.open();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [allowed, href, onHelp, router]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role="dialog"]') !== null
  );
}

interface HelpProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly places: readonly PlaceKey[];
}

/** Every key, in one list. */
export function ShortcutsHelp({ isOpen, onClose, places: allowed }: HelpProps) {
  const t = useTranslations('shell');
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl', 'K'], t('palette.open')],
    [['/'], t('palette.open')],
    [['?'], t('shortcuts.title')],
    ...places
      .filter(({ key }) => allowed.includes(key))
      .map(
        ({ key, shortcut }) =>
          [['G', shortcut.toUpperCase()], t('shortcuts.goTo', { place: t(`places.${key}`) })] as const,
      ),
    [['↓', '↑'], t('shortcuts.rows')],
    [['Enter'], t('shortcuts.open')],
    [['Space'], t('shortcuts.select')],
    [['T'], t('chart.asTable')],
  ];
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('shortcuts.title')}>
      <Stack gap="xs">
        <Table>
          <Table.Tbody>
            {rows.map(([keys, text]) => (
              <Table.Tr key={keys.join(' ')}>
                <Table.Td w={120}>
                  <Group gap={4}>
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </Group>
                </Table.Td>
                <Table.Td>
                  <Text size="sm">{text}</Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Modal>
  );
}
