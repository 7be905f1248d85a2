'use client';

import { Modal, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure } from '#components/accounts/failure.tsx';
import type { Act } from '#components/accounts/use-act.ts';
import { FormButtons } from '../sites/site-form.tsx';

interface InventoryFormProps {
  readonly title: string;
  readonly act: Act;
  /** Saves; the form closes when it worked. */
  readonly onSave: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly isReady: boolean;
  /** Fields that say themselves what is wrong with them. */
  readonly fieldsShown: readonly string[];
  readonly children: ReactNode;
}

/** A dialog that adds a row of the inventory or changes one. */
export function InventoryForm(props: InventoryFormProps) {
  const { title, act, onSave, onClose, isReady, fieldsShown, children } = props;
  const queries = useQueryClient();
  const submit = async () => {
    await onSave();
    await queries.invalidateQueries({ queryKey: ['sensors'] });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.run(submit);
        }}
      >
        <Stack>
          {children}
          <Failure act={act} fieldsShown={fieldsShown} />
          <FormButtons isRunning={act.isRunning} isReady={isReady} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
