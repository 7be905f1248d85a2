'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl/react';
import { isBuiltInRoleKey } from '#lib/accounts/domain/built-in-roles.ts';

interface NamedRole {
  readonly key: string;
  readonly name: string;
}

/** `roleName(role)`: built-in roles in the viewer's language, custom ones as they were named. */
export function useRoleName(): (role: NamedRole) => string {
  const t = useTranslations('accounts');
  return useCallback(({ key, name }) => (isBuiltInRoleKey(key) ? t(`roles.builtIn.${key}`) : name), [t]);
}
