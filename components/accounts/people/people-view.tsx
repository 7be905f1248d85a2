'use client';

import { Button, Card, Stack, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconSearch, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { Person } from '#lib/accounts/domain/person.ts';
import { InviteForm } from './invite-form.tsx';
import type { RoleChoice, StudyChoice } from './placement-fields.tsx';
import { PersonRow } from './person-row.tsx';

interface PeopleViewProps {
  readonly people: readonly Person[];
  readonly roles: readonly RoleChoice[];
  readonly studies: readonly StudyChoice[];
  readonly canManage: boolean;
  readonly viewerId: string;
}

/** Who belongs to the organization, and with which roles where. */
export function PeopleView({ people, roles, studies, canManage, viewerId }: PeopleViewProps) {
  const t = useTranslations('accounts');
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = people.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted));
  const invite = () => {
    modals.open({ title: t('people.invite'), children: <InviteForm roles={roles} studies={studies} /> });
  };
  return (
    <>
      <PageHeader
        title={t('settings.people')}
        description={t('people.description')}
        actions={
          canManage && (
            <Button leftSection={<IconUserPlus size={16} />} onClick={invite}>
              {t('people.invite')}
            </Button>
          )
        }
      />
      <Stack>
        <TextInput
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          leftSection={<IconSearch size={16} />}
          maw={360}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
          }}
        />
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('people.count', { count: shown.length })}
        </Text>
        <Card p={0}>
          {shown.length === 0 ? (
            <EmptyState icon={<IconUsers size={24} />} title={t('people.none')} description={t('people.noneHint')} />
          ) : (
            shown.map((person, index) => (
              <PersonRow
                key={person.id}
                person={person}
                roles={roles}
                studies={studies}
                canManage={canManage}
                isViewer={person.id === viewerId}
                isFirst={index === 0}
              />
            ))
          )}
        </Card>
      </Stack>
    </>
  );
}
