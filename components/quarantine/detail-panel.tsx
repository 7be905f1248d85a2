'use client';

import { Alert, Badge, Button, Card, Group, Kbd, Stack, Text, Title } from '@mantine/core';
import { IconArrowBackUp, IconBulb, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { JsonEditor } from '#components/configurations/json-editor.tsx';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { useTypeName } from '#components/sources/source/type-names.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { jsonFlaw } from '#lib/passive/domain/json-flaw.ts';
import type { QuarantinedDetailView } from '#lib/passive/domain/quarantine-views.ts';
import classes from './quarantine.module.css';
import { fetchDetail, saveContent } from './quarantine-queries.ts';
import type { QuarantineActs } from './use-quarantine-acts.tsx';

/** Characters beyond which a text is shown in part and not edited in the page. */
const maxEditableCharacters = 200_000;

interface DetailPanelProps {
  readonly id: string;
  readonly acts: QuarantineActs;
  readonly onBack: () => void;
}

/** One thing that was not understood: the rule, what is wrong, how to mend it, its text, and what to do. */
export function DetailPanel({ id, acts, onBack }: DetailPanelProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['quarantine', 'detail', id],
    queryFn: ({ signal }) => fetchDetail(id, signal),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PanelSkeleton heightPx={420} />;
  return <Detail key={data.id} row={data} acts={acts} onBack={onBack} />;
}

function Detail({ row, acts, onBack }: Omit<DetailPanelProps, 'id'> & { readonly row: QuarantinedDetailView }) {
  const t = useTranslations('passive');
  const { reason, state } = row;
  return (
    <Card component="article">
      <Stack gap="md">
        <Button
          className={classes['back'] ?? ''}
          variant="subtle"
          size="xs"
          leftSection={<IconArrowBackUp size={14} />}
          onClick={onBack}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('quarantine.back')}
        </Button>
        <div>
          <Group gap="xs">
            <Title order={2}>{t(`reasons.${reason}.name`)}</Title>
            {state !== 'open' && <Badge color="gray">{t(`quarantine.states.${state}`)}</Badge>}
          </Group>
          <Facts row={row} />
        </div>
        <Stack gap="xs">
          <Fact label={t('quarantine.rule')}>{t(`reasons.${reason}.rule`)}</Fact>
          <Fact label={t('quarantine.wrong')}>{row.detail}</Fact>
          <Fact label={t('quarantine.fix')}>{t(`reasons.${reason}.fix`)}</Fact>
        </Stack>
        <Content row={row} acts={acts} />
      </Stack>
    </Card>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" fw={500}>
        {label}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  );
}

function Facts({ row }: { readonly row: QuarantinedDetailView }) {
  const t = useTranslations('passive');
  const typeName = useTypeName();
  const parts = [
    row.position < 0 ? t('quarantine.whole') : t('quarantine.position', { position: row.position + 1 }),
    `${t('quarantine.source')}: ${row.sourceHint ?? t('quarantine.unknown')}`,
    `${t('quarantine.type')}: ${row.typeHint === null ? t('quarantine.unknown') : typeName(row.typeHint)}`,
  ];
  return (
    <Text size="sm" c="dimmed">
      {parts.join(' · ')}
      {' · '}
      {t('quarantine.receivedAt')} <Moment at={row.receivedAt} withSeconds />
      {row.resolvedAt && (
        <>
          {' · '}
          {t(`quarantine.states.${row.state}`)} <RelativeTime at={row.resolvedAt} />
        </>
      )}
    </Text>
  );
}

interface ContentProps {
  readonly row: QuarantinedDetailView;
  readonly acts: QuarantineActs;
}

function Content({ row, acts }: ContentProps) {
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
        <pre className={classes['text']} tabIndex={0} aria-label={t('quarantine.content')}>
          {received.slice(0, maxEditableCharacters)}
        </pre>
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
          <DismissButton row={row} acts={acts} />
        </Group>
      ) : (
        <Acts row={row} acts={acts} />
      )}
    </>
  );
}

/** What can be done with the row as it is. */
function Acts({ row, acts }: ContentProps) {
  const t = useTranslations('passive');
  if (row.state === 'dismissed') {
    return (
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowBackUp size={14} />}
          onClick={() => void acts.reopen([row.id])}
        >
          {t('quarantine.reopen')}
        </Button>
      </Group>
    );
  }
  if (row.state === 'replayed') return null;
  return (
    <Group gap="xs">
      <Button
        size="xs"
        leftSection={<IconPlayerPlay size={14} />}
        rightSection={<Kbd size="xs">R</Kbd>}
        onClick={() => void acts.replay([row.id])}
      >
        {t('quarantine.replay')}
      </Button>
      <DismissButton row={row} acts={acts} />
    </Group>
  );
}

function DismissButton({ row, acts }: ContentProps) {
  const t = useTranslations('passive');
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconX size={14} />}
      rightSection={<Kbd size="xs">D</Kbd>}
      onClick={() => void acts.dismiss([row.id])}
    >
      {t('quarantine.dismiss')}
    </Button>
  );
}
