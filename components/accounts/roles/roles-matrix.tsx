'use client';

import { ActionIcon, Card, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconPencil } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Role } from '#lib/accounts/domain/role.ts';
import { useRoleName } from '../role-name.ts';
import classes from './roles-matrix.module.css';
import { verbGroups } from './verb-groups.ts';

interface RolesMatrixProps {
  readonly roles: readonly Role[];
  /** Null: the viewer may only read. */
  readonly onEdit: ((role: Role) => void) | null;
}

/** Permissions down, roles across; the permission stays in sight while roles scroll by. */
export function RolesMatrix({ roles, onEdit }: RolesMatrixProps) {
  const t = useTranslations('accounts');
  const roleName = useRoleName();
  return (
    <Card p={0} className={classes['card'] ?? ''} tabIndex={0} role="region" aria-label={t('settings.roles')}>
      <Table className={classes['table'] ?? ''} highlightOnHover verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" className={classes['verb'] ?? ''}>
              {t('roles.permission')}
            </Table.Th>
            {roles.map((role) => (
              <Table.Th key={role.id} scope="col" ta="center" className={classes['role'] ?? ''}>
                {roleName(role)}
                {onEdit && !role.isBuiltIn && (
                  <ActionIcon
                    size="sm"
                    ml={4}
                    aria-label={t('roles.edit', { name: role.name })}
                    onClick={() => {
                      onEdit(role);
                    }}
                  >
                    <IconPencil size={14} />
                  </ActionIcon>
                )}
                <Text size="xs" c="dimmed" fw={400}>
                  {t('roles.holders', { count: role.holderCount })}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {verbGroups.map((group) => (
            <Fragment key={group.noun}>
              <Table.Tr className={classes['group'] ?? ''}>
                <Table.Th scope="colgroup" colSpan={roles.length + 1}>
                  <span className={classes['groupName']}>{t(`nouns.${group.noun}`)}</span>
                </Table.Th>
              </Table.Tr>
              {group.verbs.map((verb) => (
                <Table.Tr key={verb}>
                  <Table.Th scope="row" fw={400} className={classes['verb'] ?? ''}>
                    {t(`verbs.${verb}`)}
                  </Table.Th>
                  {roles.map((role) => (
                    <Table.Td key={role.id} ta="center">
                      {role.verbs.includes(verb) ? (
                        <Allowed label={t('roles.yes')} />
                      ) : (
                        <NotAllowed label={t('roles.no')} />
                      )}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Allowed({ label }: { readonly label: string }) {
  return (
    <>
      <IconCheck size={18} color="var(--cairn-ok)" aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
    </>
  );
}

function NotAllowed({ label }: { readonly label: string }) {
  return (
    <>
      <Text span c="dimmed" aria-hidden>
        ·
      </Text>
      <VisuallyHidden>{label}</VisuallyHidden>
    </>
  );
}
