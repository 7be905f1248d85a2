'use client';

import { Select } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { useRoleName } from '../role-name.ts';

export interface RoleChoice {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly isBuiltIn: boolean;
}

export interface StudyChoice {
  readonly id: string;
  readonly name: string;
}

export interface PlacementValues {
  readonly roleId: string;
  /** Null: every study. */
  readonly studyId: string | null;
}

interface PlacementFieldsProps {
  readonly roles: readonly RoleChoice[];
  readonly studies: readonly StudyChoice[];
  readonly values: PlacementValues;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (values: PlacementValues) => void;
}

const everyStudy = '*';

/** Which role, and where it counts. */
export function PlacementFields({ roles, studies, values, errors, onChange }: PlacementFieldsProps) {
  const t = useTranslations('accounts');
  const roleName = useRoleName();
  const role = roles.find(({ id }) => id === values.roleId);
  const studyChoices = studies.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Select
        label={t('people.role')}
        description={role && role.isBuiltIn ? t(`roles.about.${role.key as 'owner'}`) : undefined}
        data={roles.map((each) => ({ value: each.id, label: roleName(each) }))}
        allowDeselect={false}
        required
        value={values.roleId}
        error={errors['roleId']}
        onChange={(roleId) => {
          if (roleId !== null) onChange({ ...values, roleId });
        }}
      />
      <Select
        label={t('people.where')}
        data={[{ value: everyStudy, label: t('people.everywhere') }, ...studyChoices]}
        allowDeselect={false}
        value={values.studyId ?? everyStudy}
        error={errors['studyId']}
        onChange={(studyId) => {
          onChange({ ...values, studyId: studyId === everyStudy ? null : studyId });
        }}
      />
    </>
  );
}
