'use client';

import { Button, Group, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useRouter } from 'next/navigation';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';
import { PlacementFields, type PlacementValues, type RoleChoice, type StudyChoice } from './placement-fields.tsx';

interface GiveRoleFormProps {
  readonly userId: string;
  readonly roles: readonly RoleChoice[];
  readonly studies: readonly StudyChoice[];
}

/** Gives somebody one more role. */
export function GiveRoleForm({ userId, roles, studies }: GiveRoleFormProps) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const act = useAct();
  const [values, setValues] = useState<PlacementValues>({ roleId: roles.at(-1)?.id ?? '', studyId: null });
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (!(await act.run(() => apiPost('memberships', { ...values, userId })))) return;
    modals.closeAll();
    router.refresh();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <PlacementFields roles={roles} studies={studies} values={values} errors={act.fields} onChange={setValues} />
        <Failure act={act} fieldsShown={['roleId', 'studyId']} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.isRunning}>
            {t('people.give')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
