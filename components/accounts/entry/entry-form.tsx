'use client';

import { Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Failure } from '../failure.tsx';
import type { Act } from '../use-act.ts';

interface EntryFormProps {
  readonly act: Act;
  /** What happens when it is sent; it runs as the act. */
  readonly onSubmit: () => Promise<void>;
  readonly submitLabel: string;
  /** Fields that say by themselves what is wrong with them. */
  readonly fieldsShown?: readonly string[];
  readonly isComplete?: boolean;
  readonly children?: ReactNode;
}

/** The form of an entry card: its fields, why it was not accepted, and the one button. */
export function EntryForm({
  act,
  onSubmit,
  submitLabel,
  fieldsShown = [],
  isComplete = true,
  children,
}: EntryFormProps) {
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      <Stack>
        {children}
        <Failure act={act} fieldsShown={fieldsShown} />
        <Button type="submit" loading={act.isRunning} disabled={!isComplete}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  );
}
