'use client';

import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Act } from './use-act.ts';

/** Why a form was not accepted, where no single field says it already. */
export function Failure({ act, fieldsShown = [] }: { readonly act: Act; readonly fieldsShown?: readonly string[] }) {
  const isShown = fieldsShown.some((field) => act.fields[field] !== undefined);
  if (act.failure === null || isShown) return null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert">
      {act.failure}
    </Alert>
  );
}
