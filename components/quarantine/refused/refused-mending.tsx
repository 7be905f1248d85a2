'use client';

import { Alert, Button, Group, Text, TextInput } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { JsonEditor } from '#components/configurations/json-editor.tsx';
import { ApiProblem } from '#components/ui/api-client.ts';
import { jsonFlaw } from '#lib/passive/domain/json-flaw.ts';
import type { RefusedDetail } from '#lib/passive/domain/refused-views.ts';
import { DismissButton, ReopenButton, ReplayButton } from '../case-buttons.tsx';
import { CaseText } from '../case-card.tsx';
import { mendRefused } from './refused-queries.ts';
import type { RefusedActs } from './use-refused-acts.ts';

interface RefusedMendingProps {
  readonly upload: RefusedDetail;
  readonly acts: RefusedActs;
}

/** The text of an upload to be mended, its nonce to be given, or what else can be decided. */
export function RefusedMending({ upload, acts }: RefusedMendingProps) {
  const t = useTranslations('passive');
  const { state, text, isWhole } = upload;
  if (state === 'dismissed') {
    return (
      <Group>
        <ReopenButton onClick={() => void acts.reopen([upload.id])} />
      </Group>
    );
  }
  if (text === null || !isWhole || state === 'replayed') {
    return (
      <>
        {text === null ? (
          <Alert variant="light" color="gray">
            {t('refused.isBinary')}
          </Alert>
        ) : (
          <CaseText label={t('refused.content')} text={text} />
        )}
        {state === 'open' && (
          <>
            <NonceField upload={upload} acts={acts} />
            <Acts upload={upload} acts={acts} />
          </>
        )}
      </>
    );
  }
  return upload.isEncrypted ? (
    <>
      <CaseText label={t('refused.content')} text={text} />
      <NonceField upload={upload} acts={acts} />
      <Acts upload={upload} acts={acts} />
    </>
  ) : (
    <TextMending upload={upload} acts={acts} text={text} />
  );
}

function Acts({ upload, acts }: RefusedMendingProps) {
  const t = useTranslations('passive');
  return (
    <Group gap="xs">
      <ReplayButton label={t('refused.replay')} onClick={() => void acts.replay([upload.id])} />
      <DismissButton onClick={() => void acts.dismiss([upload.id])} />
    </Group>
  );
}

/** Sends a mending; says why it was not taken. */
function useMending({ upload, acts }: RefusedMendingProps) {
  const t = useTranslations('passive');
  const [note, setNote] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async (mending: Parameters<typeof mendRefused>[1]) => {
    setSending(true);
    try {
      const result = await mendRefused(upload.id, mending);
      const flaw = result.isReplayed || result.check.isReadable ? null : result.check.detail;
      setNote(flaw === null ? t('refused.mended') : t('quarantine.stillWrong', { detail: flaw }));
      if (result.isReplayed) await acts.refresh();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setNote(Object.values(error.fields)[0] ?? error.message);
    } finally {
      setSending(false);
    }
  };
  return { note, isSending, send, forget: () => setNote(null) };
}

function TextMending({ upload, acts, text: received }: RefusedMendingProps & { readonly text: string }) {
  const t = useTranslations('passive');
  const [text, setText] = useState(received);
  const { note, isSending, send, forget } = useMending({ upload, acts });
  const isChanged = text !== received;
  return (
    <>
      <JsonEditor
        label={`${t('refused.content')}${isChanged ? ` – ${t('quarantine.unsaved')}` : ''}`}
        value={text}
        onChange={(next) => {
          setText(next);
          forget();
        }}
        minRows={6}
        maxRows={18}
      />
      {note !== null && (
        <Text size="sm" role="status">
          {note}
        </Text>
      )}
      {isChanged ? (
        <Group gap="xs">
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={14} />}
            disabled={jsonFlaw(text) !== null}
            loading={isSending}
            onClick={() => void send({ content: text })}
          >
            {t('refused.mendAndReplay')}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            disabled={isSending}
            onClick={() => {
              setText(received);
              forget();
            }}
          >
            {t('quarantine.revert')}
          </Button>
        </Group>
      ) : (
        <Acts upload={upload} acts={acts} />
      )}
    </>
  );
}

function NonceField({ upload, acts }: RefusedMendingProps) {
  const t = useTranslations('passive');
  const [nonce, setNonce] = useState('');
  const { note, isSending, send } = useMending({ upload, acts });
  if (upload.reason !== 'nonce-missing') return null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send({ nonce: nonce.trim() });
      }}
    >
      <Group gap="xs" align="end">
        <TextInput
          label={t('refused.nonce')}
          description={t('refused.nonceHint')}
          value={nonce}
          onChange={(event) => {
            setNonce(event.currentTarget.value);
          }}
          error={note}
          style={{ flex: 1, minInlineSize: '12rem' }}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" size="sm" variant="default" loading={isSending} disabled={nonce.trim() === ''}>
          {t('refused.nonceAction')}
        </Button>
      </Group>
    </form>
  );
}
