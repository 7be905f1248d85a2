'use client';

import { ActionIcon, Badge, Box, Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconLock, IconLockOpen, IconPlus, IconX } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { apiDelete, apiPost } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Membership, Person } from '#lib/accounts/domain/person.ts';
import { useRoleName } from '../role-name.ts';
import { GiveRoleForm } from './give-role-form.tsx';
import type { RoleChoice, StudyChoice } from './placement-fields.tsx';

interface PersonRowProps {
  readonly person: Person;
  readonly roles: readonly RoleChoice[];
  readonly studies: readonly StudyChoice[];
  readonly canManage: boolean;
  readonly isViewer: boolean;
  readonly isFirst: boolean;
}

/** One person: who, since when not seen, and their roles. */
export function PersonRow({ person, roles, studies, canManage, isViewer, isFirst }: PersonRowProps) {
  const t = useTranslations('accounts');
  const give = () => {
    modals.open({
      title: t('people.giveTo', { name: person.name }),
      children: <GiveRoleForm userId={person.id} roles={roles} studies={studies} />,
    });
  };
  return (
    <Box p="md" style={isFirst ? undefined : { borderTop: '1px solid var(--mantine-color-default-border)' }}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 14rem' }}>
          <Group gap="xs">
            <Text fw={560} size="sm">
              {person.name}
            </Text>
            {isViewer && <Badge color="cairn">{t('people.you')}</Badge>}
            {person.isInvited && <Badge color="gray">{t('people.invited')}</Badge>}
            {person.isDisabled && <Badge color="red">{t('people.disabled')}</Badge>}
            {person.hasSecondFactor && <Badge color="gray">{t('people.secondFactor')}</Badge>}
          </Group>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {person.email} ·{' '}
            {person.lastSeenAt === null ? (
              t('people.neverSeen')
            ) : (
              <>
                {t('people.lastSeen')} <RelativeTime at={person.lastSeenAt} />
              </>
            )}
          </Text>
        </div>
        <Group gap="xs" style={{ flex: '2 1 16rem' }}>
          {person.memberships.map((membership) => (
            <RoleBadge
              key={membership.id}
              membership={membership}
              personName={person.name}
              canEnd={canManage || isViewer}
            />
          ))}
          {canManage && (
            <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={14} />} onClick={give}>
              <span aria-hidden>{t('people.give')}</span>
              <VisuallyHidden>{t('people.giveTo', { name: person.name })}</VisuallyHidden>
            </Button>
          )}
          {canManage && !isViewer && <LockButton person={person} />}
        </Group>
      </Group>
    </Box>
  );
}

/** Locks somebody out of the installation, after asking, or lets them in again. */
function LockButton({ person: { id, name, isDisabled } }: Pick<PersonRowProps, 'person'>) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const confirm = useConfirm();
  const kind = isDisabled ? 'enable' : 'disable';
  const ask = () => {
    confirm({
      title: t(`people.${kind}This`, { name }),
      message: t(`people.${kind}Message`, { name }),
      action: t(`people.${kind}`),
      isDestructive: !isDisabled,
      onConfirm: async () => {
        await apiPost(`users/${id}/${kind}`, {});
        router.refresh();
      },
    });
  };
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color={isDisabled ? 'cairn' : 'gray'}
      leftSection={isDisabled ? <IconLockOpen size={14} /> : <IconLock size={14} />}
      onClick={ask}
    >
      <span aria-hidden>{t(`people.${kind}`)}</span>
      <VisuallyHidden>{t(`people.${kind}This`, { name })}</VisuallyHidden>
    </Button>
  );
}

interface RoleBadgeProps {
  readonly membership: Membership;
  readonly personName: string;
  readonly canEnd: boolean;
}

function RoleBadge({ membership, personName, canEnd }: RoleBadgeProps) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const confirm = useConfirm();
  const role = useRoleName()({ key: membership.roleKey, name: membership.roleName });
  const where = [membership.studyName, membership.orgUnitPath].filter((part) => part !== null).join(', ');
  const label = where === '' ? role : t('people.roleIn', { role, where });
  const end = () => {
    confirm({
      title: t('people.endTitle'),
      message: t('people.endMessage', { name: personName, role: label }),
      action: t('people.end'),
      isDestructive: true,
      onConfirm: async () => {
        await apiDelete(`memberships/${membership.id}`);
        router.refresh();
      },
    });
  };
  return (
    <Badge
      variant="default"
      size="lg"
      rightSection={
        canEnd && (
          <ActionIcon size={18} onClick={end} aria-label={t('people.endThis', { role: label, name: personName })}>
            <IconX size={12} />
          </ActionIcon>
        )
      }
    >
      {label}
    </Badge>
  );
}
