import { Group, Text } from '@mantine/core';
import { Logo } from './logo.tsx';

/** The name of the house, at the head of a page without the frame. */
export function HouseName() {
  return (
    <Group component="header" justify="center" gap="xs">
      <Logo sizePx={32} />
      <Text fw={650} size="xl" component="span">
        Cairn
      </Text>
    </Group>
  );
}
