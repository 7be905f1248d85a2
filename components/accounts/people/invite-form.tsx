'use client';

import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useRouter } from 'next/navigation';
import { useState, type SyntheticEvent } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { apiPost } from '#components/ui/api-client.ts';
import { localeNames, locales } from '#lib/platform/i18n/locales.ts';
import { CopyField } from '../copy-field.tsx';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';
import { PlacementFields, type PlacementValues, type RoleChoice, type StudyChoice } from './placement-fields.tsx';

interface InviteFormProps {
  readonly roles: readonly RoleChoice[];
  readonly studies: readonly StudyChoice[];
}

interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly locale: string;
}

const invitationSchema = z.object({
  kind: z.enum(['mailed', 'temporary-password', 'known']),
  temporaryPassword: z.string().nullable(),
});

/** Invites a person with a first role; tells how they get in. */
export function InviteForm({ roles, studies }: InviteFormProps) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const act = useAct();
  const [person, setPerson] = useState<NewPerson>({ email: '', name: '', locale: useLocale() });
  const [placement, setPlacement] = useState<PlacementValues>({ roleId: roles.at(-1)?.id ?? '', studyId: null });
  const [invitation, setInvitation] = useState<z.infer<typeof invitationSchema> | null>(null);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    await act.run(async () => {
      setInvitation(await apiPost('users', { ...person, ...placement }, invitationSchema));
      router.refresh();
    });
  };
  if (invitation) return <Invited email={person.email} {...invitation} />;
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          label={t('signIn.email')}
          type="email"
          required
          data-autofocus
          autoComplete="off"
          value={person.email}
          error={act.fields['email']}
          onChange={(event) => {
            setPerson({ ...person, email: event.currentTarget.value });
          }}
        />
        <TextInput
          label={t('account.name')}
          required
          maxLength={120}
          autoComplete="off"
          value={person.name}
          error={act.fields['name']}
          onChange={(event) => {
            setPerson({ ...person, name: event.currentTarget.value });
          }}
        />
        <Select
          label={t('language')}
          data={locales.map((each) => ({ value: each, label: localeNames[each] }))}
          allowDeselect={false}
          value={person.locale}
          onChange={(locale) => {
            if (locale !== null) setPerson({ ...person, locale });
          }}
        />
        <PlacementFields
          roles={roles}
          studies={studies}
          values={placement}
          errors={act.fields}
          onChange={setPlacement}
        />
        <Failure act={act} fieldsShown={['email', 'name', 'roleId', 'studyId']} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.isRunning}>
            {t('people.invite')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface InvitedProps extends z.infer<typeof invitationSchema> {
  readonly email: string;
}

function Invited({ email, kind, temporaryPassword }: InvitedProps) {
  const t = useTranslations('accounts');
  return (
    <Stack>
      <Text size="sm" role="status">
        {t(`people.outcome.${kind}`, { email })}
      </Text>
      {temporaryPassword !== null && <CopyField label={t('people.temporaryPassword')} value={temporaryPassword} />}
      <Group justify="flex-end">
        <Button
          onClick={() => {
            modals.closeAll();
          }}
        >
          {t('done')}
        </Button>
      </Group>
    </Stack>
  );
}
