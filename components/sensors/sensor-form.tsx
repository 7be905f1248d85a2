'use client';

import { Modal, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import type { Act } from '#components/accounts/use-act.ts';
import { FormActions } from '#components/ui/form-actions.tsx';

interface SensorFormProps {
  readonly title: string;
  /** Wide for much; the usual size else. */
  readonly size?: 'lg';
  /** What its button says; absent: that it saves. */
  readonly action?: string;
  readonly act: Act;
  /** Saves; the form closes when it worked, and lists are read again. */
  readonly onSave: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly isReady: boolean;
  /** Fields that say themselves what is wrong with them. */
  readonly fieldsShown: readonly string[];
  readonly children: ReactNode;
}

/** A dialog that adds something to the inventory of sensors or changes it. */
export function SensorForm(props: SensorFormProps) {
  const { title, size, action, act, onSave, onClose, isReady, fieldsShown, children } = props;
  const t = useTranslations('sensorPages');
  const queries = useQueryClient();
  const submit = async () => {
    await onSave();
    await queries.invalidateQueries({ queryKey: ['sensors'] });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={title} {...(size && { size })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.run(submit);
        }}
      >
        <Stack>
          {children}
          <Failure act={act} fieldsShown={fieldsShown} />
          <FormActions
            cancel={t('cancel')}
            submit={action ?? t('save')}
            onCancel={onClose}
            isRunning={act.isRunning}
            isDisabled={!isReady}
          />
        </Stack>
      </form>
    </Modal>
  );
}
