'use client';

import { Alert, Anchor, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { EntryCard } from './entry-card.tsx';
import { FoundForm } from './found-form.tsx';
import { requestOidcAddress, requestSignIn } from './sign-in-request.ts';

interface SignInFormProps {
  /** Where to go afterwards; one of our own paths. */
  readonly next: string;
  /** Why somebody was sent here, as the door's word. */
  readonly error: string | null;
  readonly hasOidc: boolean;
  readonly hasMail: boolean;
  /** People may come without being invited. */
  readonly isOpen: boolean;
}

const knownErrors = [
  'sign_in_failed',
  'account_locked',
  'no_organization',
  'rate_limited',
  'input_invalid',
  'unreachable',
  'password_set',
  'Callback',
  'OAuthCallback',
  'OAuthSignin',
] as const;

/** E-mail address and password, then the second factor when the account has one. */
export function SignInForm({ next, error, hasOidc, hasMail, isOpen }: SignInFormProps) {
  const t = useTranslations('accounts');
  const [fields, setFields] = useState({ email: '', password: '', code: '' });
  const [asksCode, setAsksCode] = useState(false);
  const [word, setWord] = useState(error);
  const [isRunning, setRunning] = useState(false);
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) => {
    setFields({ ...fields, [name]: event.currentTarget.value });
  };
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setRunning(true);
    const result = await requestSignIn(fields);
    if (result.kind === 'in') {
      window.location.assign(next);
      return;
    }
    setRunning(false);
    const isFirstAsk = result.word === 'second_factor_required' && !asksCode;
    if (result.word === 'second_factor_required') setAsksCode(true);
    setWord(isFirstAsk ? null : result.word);
  };
  const goToProvider = async () => {
    const address = await requestOidcAddress(next);
    if (address === null) setWord('unreachable');
    else window.location.assign(address);
  };
  if (word === 'no_organization' && isOpen && fields.password !== '') return <FoundForm person={fields} />;
  return (
    <EntryCard title={asksCode ? t('signIn.codeTitle') : t('signIn.title')}>
      {word !== null && <SignInError word={word} />}
      <form method="post" onSubmit={(event) => void submit(event)}>
        <Stack>
          {asksCode ? (
            <TextInput
              key="code"
              label={t('signIn.code')}
              description={t('signIn.codeHint')}
              autoComplete="one-time-code"
              inputMode="text"
              required
              autoFocus
              maxLength={40}
              value={fields.code}
              onChange={set('code')}
            />
          ) : (
            <>
              <TextInput
                label={t('signIn.name')}
                name="email"
                autoComplete="username"
                required
                autoFocus
                value={fields.email}
                onChange={set('email')}
              />
              <PasswordInput
                label={t('signIn.password')}
                name="password"
                autoComplete="current-password"
                required
                value={fields.password}
                onChange={set('password')}
              />
            </>
          )}
          <Button type="submit" loading={isRunning} fullWidth>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </form>
      {asksCode ? (
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => {
            setAsksCode(false);
            setWord(null);
          }}
        >
          {t('signIn.back')}
        </Anchor>
      ) : (
        hasMail && (
          <>
            <Anchor component={Link} href="/forgot-password" size="sm">
              {t('signIn.forgot')}
            </Anchor>
            {isOpen && (
              <Anchor component={Link} href="/register" size="sm">
                {t('register.link')}
              </Anchor>
            )}
          </>
        )
      )}
      {hasOidc && !asksCode && (
        <>
          <Divider label={t('signIn.or')} />
          <Button variant="default" fullWidth onClick={() => void goToProvider()}>
            {t('signIn.oidc')}
          </Button>
        </>
      )}
    </EntryCard>
  );
}

function SignInError({ word }: { readonly word: string }) {
  const t = useTranslations('accounts');
  const known = knownErrors.find((each) => each === word) ?? 'internal';
  return (
    <Alert color={known === 'password_set' ? 'cairn' : 'red'} variant="light" role="alert">
      {t(`signIn.errors.${known}`)}
    </Alert>
  );
}
