'use client';

import { Button, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { apiPatch, apiPost } from '#components/ui/api-client.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { organizationSchema, type Organization } from '#lib/accounts/domain/organization.ts';
import { Failure } from '../failure.tsx';
import { SectionCard } from '../section-card.tsx';
import { useAct } from '../use-act.ts';
import { OrganizationClosing } from './organization-closing.tsx';

interface OrganizationViewProps {
  readonly organization: Organization;
  readonly canRename: boolean;
  /** Administrators of the installation. */
  readonly canCreate: boolean;
  /** How many studies close with it; null for who may not archive it. */
  readonly studyCount: number | null;
}

/** The organization one works in; administrators add others here. */
export function OrganizationView({ organization, canRename, canCreate, studyCount }: OrganizationViewProps) {
  const t = useTranslations('accounts');
  const router = useRouter();
  return (
    <>
      <PageHeader title={t('settings.organization')} description={t('organization.description')} />
      <Stack maw={720}>
        <SectionCard title={t('organization.name')} {...(canRename ? {} : { description: t('organization.readOnly') })}>
          <NameForm
            key={organization.name}
            label={t('organization.name')}
            action={t('save')}
            initial={organization.name}
            isReadOnly={!canRename}
            onName={async (name) => {
              await apiPatch(`organizations/${organization.id}`, { name });
              notifications.show({ message: t('saved') });
              router.refresh();
            }}
          />
        </SectionCard>
        {canCreate && (
          <SectionCard title={t('organization.create')} description={t('organization.createHint')}>
            <NameForm
              label={t('organization.newName')}
              action={t('organization.create')}
              initial=""
              isReadOnly={false}
              onName={async (name) => {
                const { id } = await apiPost('organizations', { name }, organizationSchema);
                window.location.assign(`/settings/organization?org=${id}`);
              }}
            />
          </SectionCard>
        )}
        {studyCount !== null && <OrganizationClosing organization={organization} studyCount={studyCount} />}
      </Stack>
    </>
  );
}

interface NameFormProps {
  readonly label: string;
  readonly action: string;
  readonly initial: string;
  readonly isReadOnly: boolean;
  readonly onName: (name: string) => Promise<void>;
}

function NameForm({ label, action, initial, isReadOnly, onName }: NameFormProps) {
  const [name, setName] = useState(initial);
  const act = useAct();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void act.run(() => onName(name));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={label}
          required
          maxLength={120}
          readOnly={isReadOnly}
          value={name}
          error={act.fields['name']}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Failure act={act} fieldsShown={['name']} />
        {!isReadOnly && (
          <Group>
            <Button type="submit" loading={act.isRunning} disabled={name.trim() === '' || name === initial}>
              {action}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
