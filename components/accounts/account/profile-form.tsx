'use client';

import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { chooseLocaleHere } from '#components/shell/choose-locale.ts';
import { apiPatch } from '#components/ui/api-client.ts';
import type { Account } from '#lib/accounts/domain/account.ts';
import { isLocale, localeNames, locales } from '#lib/platform/i18n/locales.ts';
import { Failure } from '../failure.tsx';
import { useAct } from '../use-act.ts';

/** What one is called, and the language of pages and mails. */
export function ProfileForm({ account }: { readonly account: Account }) {
  const t = useTranslations('accounts');
  const [name, setName] = useState(account.name);
  const current = useLocale();
  const [locale, setLocale] = useState(account.locale ?? current);
  const act = useAct();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    // Reloads the page, in the language chosen.
    if ((await act.run(() => apiPatch('account', { name, locale }))) && isLocale(locale)) chooseLocaleHere(locale);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          label={t('account.name')}
          autoComplete="name"
          required
          maxLength={120}
          value={name}
          error={act.fields['name']}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Select
          label={t('language')}
          data={locales.map((each) => ({ value: each, label: localeNames[each] }))}
          allowDeselect={false}
          value={locale}
          onChange={(value) => {
            if (value !== null) setLocale(value);
          }}
        />
        <Failure act={act} fieldsShown={['name']} />
        <Group>
          <Button type="submit" loading={act.isRunning}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
