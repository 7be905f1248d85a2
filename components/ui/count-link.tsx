'use client';

import { Card, Group, Text } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useFormatter } from 'use-intl/react';
import classes from './count-link.module.css';

interface CountLinkProps {
  readonly label: string;
  readonly count: number;
  /** The rows behind the number; null for whoever may not see them. */
  readonly href: string | null;
  readonly icon?: ReactNode;
  /** One quiet line under the number. */
  readonly hint?: ReactNode;
  /** `attention` colours the number when it is not zero: something waits for a person. */
  readonly tone?: 'plain' | 'attention' | 'bad';
  readonly children?: ReactNode;
}

/** A number that is a link to the rows behind it. */
export function CountLink({ label, count, href, icon, hint, tone = 'plain', children }: CountLinkProps) {
  const format = useFormatter();
  const look = { className: classes['card'] ?? '', 'data-tone': count > 0 ? tone : 'plain' };
  const content = (
    <>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" c="dimmed" fw={500}>
          {label}
        </Text>
        <span aria-hidden className={classes['icon']}>
          {icon}
        </span>
      </Group>
      <Text className={classes['count'] ?? ''}>{format.number(count)}</Text>
      {hint !== undefined && (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
      {children}
    </>
  );
  if (href === null) return <Card {...look}>{content}</Card>;
  return (
    <Card component={Link} href={href} {...look}>
      {content}
    </Card>
  );
}
