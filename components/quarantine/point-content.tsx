'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconBulb, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { JsonEditor } from '#components/configurations/json-editor.tsx';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { jsonFlaw } from '#lib/passive/domain/json-flaw.ts';
import type { QuarantinedDetailView } from '#lib/passive/domain/quarantine-views.ts';
import { DismissButton, ReopenButton, ReplayButton } from './case-buttons.tsx';
import { CaseText } from './case-card.tsx';
import { saveContent } from './quarantine-queries.ts';
import type { QuarantineActs } from './use-quarantine-acts.ts';

/** Characters beyond which a text is shown in part and not edited in the page. */
const maxEditableCharacters = 200_000;

interface PointContentProps {
  readonly row: QuarantinedDetailView;
  readonly acts: QuarantineActs;
}

/** The text of a point, to be mended as long as it is open and short enough; and what can be done with it. */
export function PointContent({ row, acts }: PointContentProps) {
  const t = useTranslations('passive');
  const format = useFormatter();
  const received = row.editedContent ?? row.content;
  const [text, setText] = useState(received ?? '');
  const [note, setNote] = useState<{ readonly isGood: boolean; readonly message: string } | null>(null);
  const [isSaving, setSaving] = useState(false);
  const isOpen = row.state === 'open';
  if (received === null) {
    return (
      <>
        <Alert variant="light" color="gray">
          {t('quarantine.noContent')}
        </Alert>
        <Acts row={row} acts={acts} />
      </>
    );
  }
  if (received.length > maxEditableCharacters || !isOpen) {
    return (
      <>
        {received.length > maxEditableCharacters && (
          <Alert variant="light" color="gray">
            {t('quarantine.tooLong', {
              size: format.number(received.length / 1000, {
                style: 'unit',
                unit: 'kilobyte',
                maximumFractionDigits: 0,
              }),
            })}
          </Alert>
        )}
        <CaseText label={t('quarantine.content')} text={received.slice(0, maxEditableCharacters)} />
        <Acts row={row} acts={acts} />
      </>
    );
  }
  const isChanged = text !== received;
  const save = async (content: string | null, thenReplay: boolean) => {
    setSaving(true);
    try {
      const check = await saveContent(row.id, content);
      setNote(
        check.isReadable
          ? { isGood: true, message: t('quarantine.readable', { count: check.points }) }
          : { isGood: false, message: t('quarantine.stillWrong', { detail: check.detail }) },
      );
      if (content === null) setText(row.content ?? '');
      if (thenReplay && check.isReadable) await acts.replay([row.id]);
      else await acts.refresh();
    } catch (error) {
      showFailure(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      {row.suggestion && !isChanged && (
        <Alert variant="light" icon={<IconBulb size={18} />}>
          <Group justify="space-between" gap="xs">
            <Text size="sm">{t('quarantine.suggestion', { what: t(`mendings.${row.suggestion.kind}`) })}</Text>
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => {
                setText(row.suggestion?.content ?? text);
              }}
            >
              {t('quarantine.useSuggestion')}
            </Button>
          </Group>
        </Alert>
      )}
      <div id="quarantine-editor">
        <JsonEditor
          label={`${t('quarantine.content')}${row.editedContent === null ? '' : ` (${t('quarantine.edited')})`}${isChanged ? ` – ${t('quarantine.unsaved')}` : ''}`}
          value={text}
          onChange={(next) => {
            setText(next);
            setNote(null);
          }}
          minRows={6}
          maxRows={18}
        />
      </div>
      {note && (
        <Text size="sm" c={note.isGood ? 'var(--cairn-ok)' : 'var(--cairn-bad)'} role="status">
          {note.message}
        </Text>
      )}
      {isChanged || row.editedContent !== null ? (
        <Group gap="xs">
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={14} />}
            disabled={jsonFlaw(text) !== null}
            loading={isSaving}
            onClick={() => void save(text, true)}
          >
            {isChanged ? t('quarantine.saveAndReplay') : t('quarantine.replay')}
          </Button>
          {isChanged && (
            <Button size="xs" variant="default" disabled={isSaving} onClick={() => void save(text, false)}>
              {t('quarantine.save')}
            </Button>
          )}
          {row.editedContent !== null && (
            <Button size="xs" variant="subtle" disabled={isSaving} onClick={() => void save(null, false)}>
              {t('quarantine.revert')}
            </Button>
          )}
          <DismissButton hotkey="D" onClick={() => void acts.dismiss([row.id])} />
        </Group>
      ) : (
        <Acts row={row} acts={acts} />
      )}
    </>
  );
}

/** What can be done with the row as it is. */
function Acts({ row, acts }: PointContentProps) {
  const t = useTranslations('passive');
  if (row.state === 'replayed') return null;
  return (
    <Group gap="xs">
      {row.state === 'dismissed' ? (
        <ReopenButton onClick={() => void acts.reopen([row.id])} />
      ) : (
        <>
          <ReplayButton label={t('quarantine.replay')} hotkey="R" onClick={() => void acts.replay([row.id])} />
          <DismissButton hotkey="D" onClick={() => void acts.dismiss([row.id])} />
        </>
      )}
    </Group>
  );
}
