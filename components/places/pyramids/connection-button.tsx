'use client';

import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Pyramid } from '#lib/registry/domain/pyramid.ts';
import { ConnectionForm } from './connection-form.tsx';

/** Opens the DHIS2 that a pyramid comes from. */
export function ConnectionButton({ pyramid }: { readonly pyramid: Pick<Pyramid, 'id' | 'name'> }) {
  const t = useTranslations('pyramids');
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('connection.open')}
      </Button>
      <Modal opened={isOpen} onClose={close} title={t('connection.title', { name: pyramid.name })}>
        <ConnectionForm
          pyramidId={pyramid.id}
          onCancel={close}
          onDone={(is) => {
            close();
            notifications.show({ message: t(`connection.${is}`) });
          }}
        />
      </Modal>
    </>
  );
}
