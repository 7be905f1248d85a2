import { Center, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';

/** A page without the frame: the name of the house over what it has to say. */
export function BarePage({ children }: { readonly children: ReactNode }) {
  return (
    <Center mih="100dvh" p="md">
      <Stack w="100%" maw={480} gap="sm">
        <Group component="header" justify="center" gap="xs">
          <Logo sizePx={32} />
          <Text fw={650} size="xl" component="span">
            Cairn
          </Text>
        </Group>
        <main>{children}</main>
      </Stack>
    </Center>
  );
}
