'use client';

import { CloseButton, Input, InputBase, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBinaryTree2 } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import type { UnitCrumb } from '#lib/registry/domain/unit-tree.ts';
import type { UnitTreeProps } from './unit-tree.tsx';
import { UnitTree } from './unit-tree.tsx';

interface UnitPickerProps extends Pick<UnitTreeProps, 'version' | 'treeStatuses'> {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  /** Null: none. */
  readonly value: UnitCrumb | null;
  readonly onChange: (unit: UnitCrumb | null) => void;
  readonly error?: string | null;
  /** It cannot be emptied. */
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
}

/** A field that takes one unit, chosen in the tree of a version. */
export function UnitPicker(props: UnitPickerProps) {
  const { label, description, placeholder, value, onChange, error, isRequired = false, isDisabled = false } = props;
  const t = useTranslations('places');
  const [isOpen, { open, close }] = useDisclosure(false);
  const id = useId();
  return (
    <>
      <InputBase
        component="button"
        type="button"
        pointer
        id={id}
        label={label}
        {...(description === undefined ? {} : { description })}
        error={error}
        disabled={isDisabled}
        aria-haspopup="dialog"
        leftSection={<IconBinaryTree2 size={16} stroke={1.5} />}
        rightSectionPointerEvents="all"
        rightSection={
          value !== null &&
          !isRequired &&
          !isDisabled && (
            <CloseButton
              size="sm"
              aria-label={t('picker.clear', { label })}
              onClick={() => {
                onChange(null);
              }}
            />
          )
        }
        onClick={open}
      >
        {value?.name ?? <Input.Placeholder>{placeholder ?? t('picker.none')}</Input.Placeholder>}
      </InputBase>
      <Modal opened={isOpen} onClose={close} title={label} size="lg">
        <UnitTree
          version={props.version}
          treeStatuses={props.treeStatuses}
          label={label}
          selected={value === null ? [] : [value.id]}
          height="min(24rem, 60dvh)"
          onSelect={({ id: unitId, name }) => {
            onChange({ id: unitId, name });
            close();
          }}
        />
      </Modal>
    </>
  );
}
