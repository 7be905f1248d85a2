import { Card, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionCardProps {
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
}

/** One part of a settings page: what it is, and its controls. */
export function SectionCard({ title, description, children }: SectionCardProps) {
  return (
    <Card component="section" padding="lg">
      <Stack>
        <div>
          <Title order={2} size="h3">
            {title}
          </Title>
          {description !== undefined && (
            <Text size="sm" c="dimmed" mt={2} maw="65ch">
              {description}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Card>
  );
}
