'use client';

import { Button, Center, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  /** What this place is, in three words or so. */
  readonly title: string;
  /** What would be here, and why it is not yet. */
  readonly description: ReactNode;
  readonly icon?: ReactNode;
  /** The one thing to do next. */
  readonly action?: { readonly label: string; readonly href?: string; readonly onClick?: () => void };
  /** It is all that the page has to say: its title is the page's. */
  readonly isWholePage?: boolean;
  readonly children?: ReactNode;
}

/** A page or list with nothing in it teaches: what it is and the one thing to do next. */
export function EmptyState({ title, description, icon, action, isWholePage = false, children }: EmptyStateProps) {
  return (
    <Center py="xl" px="md">
      <Stack align="center" gap="xs" maw={440} ta="center">
        <ThemeIcon size={48} radius="xl" variant="light" color="gray" aria-hidden>
          {icon ?? <IconStack2 size={24} stroke={1.5} />}
        </ThemeIcon>
        <Title order={isWholePage ? 1 : 2} size="h3">
          {title}
        </Title>
        <Text size="sm" c="dimmed" style={{ textWrap: 'balance' }}>
          {description}
        </Text>
        {action?.href !== undefined && (
          <Button component={Link} href={action.href} mt="xs">
            {action.label}
          </Button>
        )}
        {action?.onClick && (
          <Button onClick={action.onClick} mt="xs">
            {action.label}
          </Button>
        )}
        {children}
      </Stack>
    </Center>
  );
}
