'use client';

import { modals } from '@mantine/modals';
import { useTranslations } from 'use-intl/react';
import { AddButton } from '#components/ui/add-button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { Role } from '#lib/accounts/domain/role.ts';
import { RoleEditor } from './role-editor.tsx';
import { RolesMatrix } from './roles-matrix.tsx';

interface RolesViewProps {
  readonly roles: readonly Role[];
  readonly canManage: boolean;
}

/** Who may do what: every role beside every permission. */
export function RolesView({ roles, canManage }: RolesViewProps) {
  const t = useTranslations('accounts');
  const edit = (role: Role | null) => {
    modals.open({
      title: role ? t('roles.edit', { name: role.name }) : t('roles.create'),
      size: 'lg',
      children: <RoleEditor role={role} />,
    });
  };
  return (
    <>
      <PageHeader
        title={t('settings.roles')}
        description={t('roles.description')}
        actions={
          canManage && (
            <AddButton
              label={t('roles.create')}
              onClick={() => {
                edit(null);
              }}
            />
          )
        }
      />
      <RolesMatrix roles={roles} onEdit={canManage ? edit : null} />
    </>
  );
}
