'use client';

import { Badge, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { TypeHierarchy } from '#lib/registry/domain/unit-type.ts';
import { fetchHierarchy } from './type-queries.ts';

/** What may stand under a type, all the way down, as it is saved. */
export function TypeTree({ typeId }: { readonly typeId: string }) {
  const t = useTranslations('pyramids');
  const { data, error } = useQuery({
    queryKey: ['unit-types', 'hierarchy', typeId],
    queryFn: ({ signal }) => fetchHierarchy(typeId, signal),
  });
  if (error) return <ErrorState error={error} />;
  if (!data || data.children.length === 0) return null;
  return (
    <section>
      <Text size="sm" fw={560} mb={4}>
        {t('types.tree')}
      </Text>
      <Branch types={data.children} />
    </section>
  );
}

function Branch({ types }: { readonly types: readonly TypeHierarchy[] }) {
  const t = useTranslations('pyramids');
  return (
    <List size="sm" withPadding>
      {types.map(({ id, name, isCreatable, isRepeated, children }) => (
        <List.Item key={id}>
          {name}{' '}
          {isCreatable && (
            <Badge size="xs" variant="light">
              {t('types.fieldMark')}
            </Badge>
          )}
          {isRepeated && (
            <Text span c="dimmed" size="sm">
              {t('types.repeated')}
            </Text>
          )}
          {children.length > 0 && <Branch types={children} />}
        </List.Item>
      ))}
    </List>
  );
}
