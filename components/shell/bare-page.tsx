import { Center, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { HouseName } from './house-name.tsx';

/** A page without the frame: the name of the house over what it has to say. */
export function BarePage({ children }: { readonly children: ReactNode }) {
  return (
    <Center mih="100dvh" p="md">
      <Stack w="100%" maw={480} gap="sm">
        <HouseName />
        <main>{children}</main>
      </Stack>
    </Center>
  );
}
