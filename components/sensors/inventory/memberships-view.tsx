'use client';

import { Button, Text } from '@mantine/core';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useRoleName } from '#components/accounts/role-name.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import type { Membership, Person } from '#lib/accounts/domain/person.ts';
import { textColumn } from './inventory-columns.tsx';

interface MembershipRow extends Membership {
  readonly name: string;
  readonly email: string;
}

/** Who belongs to the organization with which role, one line a role. Roles are given and taken in the settings. */
export function MembershipsView({ people }: { readonly people: readonly Person[] }) {
  const t = useTranslations('sensorInventory');
  const [text, setText] = useState('');
  const columns = useMembershipColumns();
  const rows = useMemo(
    () =>
      people
        .flatMap(({ name, email, memberships }): MembershipRow[] => memberships.map((one) => ({ ...one, name, email })))
        .filter(({ name, email, roleName }) =>
          `${name} ${email} ${roleName}`.toLowerCase().includes(text.toLowerCase()),
        ),
    [people, text],
  );
  return (
    <DataTable
      name="sensor-memberships"
      label={t('memberships.title')}
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      total={rows.length}
      toolbar={
        <>
          <SearchField label={t('search')} clearLabel={t('clear')} value={text} onSearch={setText} />
          <Button component={Link} href="/settings/people" variant="default">
            {t('memberships.add')}
          </Button>
        </>
      }
      empty={<EmptyState title={t('nothingFound')} description={t('memberships.empty')} />}
    />
  );
}

function useMembershipColumns(): readonly TableColumn<MembershipRow>[] {
  const t = useTranslations('sensorInventory');
  const roleName = useRoleName();
  return useMemo(
    (): TableColumn<MembershipRow>[] => [
      {
        ...textColumn<MembershipRow>({ id: 'name', header: t('memberships.person'), value: (row) => row.name }),
        isFixed: true,
      },
      textColumn({ id: 'email', header: t('memberships.email'), value: (row) => row.email, widthPx: 220 }),
      textColumn({
        id: 'role',
        header: t('memberships.role'),
        value: (row) => roleName({ key: row.roleKey, name: row.roleName }),
      }),
      textColumn({
        id: 'study',
        header: t('memberships.study'),
        value: ({ studyName }) => studyName ?? t('memberships.everywhere'),
      }),
      {
        id: 'since',
        header: t('memberships.since'),
        widthPx: 160,
        csv: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => (
          <Text size="sm">
            <Moment at={createdAt} />
          </Text>
        ),
      },
    ],
    [t, roleName],
  );
}
