'use client';

import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';

interface NewPasswordFieldsProps {
  readonly error: string | undefined;
  /** The password, and whether it was typed the same twice. */
  readonly onChange: (password: string, isSame: boolean) => void;
}

/** A new password, twice. */
export function NewPasswordFields({ error, onChange }: NewPasswordFieldsProps) {
  const t = useTranslations('accounts');
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const change = (a: string, b: string) => {
    setFirst(a);
    setSecond(b);
    onChange(a, a !== '' && a === b);
  };
  const differs = second !== '' && first !== second;
  return (
    <>
      <PasswordInput
        label={t('password.new')}
        description={t('password.rule')}
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={256}
        value={first}
        error={error}
        onChange={(event) => {
          change(event.currentTarget.value, second);
        }}
      />
      <PasswordInput
        label={t('password.repeat')}
        autoComplete="new-password"
        required
        value={second}
        error={differs ? t('password.differs') : undefined}
        onChange={(event) => {
          change(first, event.currentTarget.value);
        }}
      />
    </>
  );
}
