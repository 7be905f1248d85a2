'use client';

import { Button, FileButton, Group, List, Progress, Stack, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { SectionCard } from '#components/accounts/section-card.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { recoverLines, recoveryPart, type RecoveryReport } from './device-queries.ts';

const nothing: RecoveryReport = { stored: 0, repeated: 0, kept: 0, ignored: 0, refused: [] };
/** Refused lines that are named. */
const mostNamed = 20;

/** Brings in what a network kept while nobody answered its webhook, part by part, with a stop. */
export function RecoveryCard() {
  const t = useTranslations('sensorPages');
  const act = useAct();
  const stopper = useRef<AbortController>(null);
  const [progress, setProgress] = useState<{ readonly done: number; readonly all: number } | null>(null);
  const [report, setReport] = useState<RecoveryReport | null>(null);
  const send = async (file: File) => {
    const lines = (await file.text()).split(/\r?\n/);
    const stop = new AbortController();
    stopper.current = stop;
    let sum = nothing;
    for (let at = 0; at < lines.length; at += recoveryPart) {
      if (stop.signal.aborted) return;
      setProgress({ done: at, all: lines.length });
      sum = added(sum, await recoverLines(lines.slice(at, at + recoveryPart)), at);
      setReport(sum);
    }
  };
  const start = async (file: File) => {
    setReport(null);
    await act.run(() => send(file));
    setProgress(null);
  };
  return (
    <SectionCard title={t('recovery.title')} description={t('recovery.text')}>
      <Stack>
        <Group>
          <FileButton
            accept=".json,.jsonl,.ndjson,.txt,application/json"
            onChange={(file) => {
              if (file) void start(file);
            }}
          >
            {(props) => (
              <Button {...props} variant="default" loading={act.isRunning} leftSection={<IconFileUpload size={16} />}>
                {t('recovery.choose')}
              </Button>
            )}
          </FileButton>
          {progress !== null && (
            <Button
              variant="subtle"
              onClick={() => {
                stopper.current?.abort();
              }}
            >
              {t('recovery.stop')}
            </Button>
          )}
        </Group>
        {progress !== null && (
          <Progress value={(100 * progress.done) / progress.all} aria-label={t('recovery.progress')} />
        )}
        <Failure act={act} />
        {report !== null && <Outcome report={report} />}
      </Stack>
    </SectionCard>
  );
}

function Outcome({ report: { refused, ...counts } }: { readonly report: RecoveryReport }) {
  const t = useTranslations('sensorPages');
  return (
    <div role="status">
      <Text size="sm">{t('recovery.outcome', { ...counts, refused: refused.length })}</Text>
      {refused.length > 0 && (
        <List size="sm" mt="xs">
          {refused.slice(0, mostNamed).map(({ line, reason }) => (
            <List.Item key={line}>{t('recovery.refused', { line, reason })}</List.Item>
          ))}
        </List>
      )}
    </div>
  );
}

/** Two reports as one; lines of the second are counted from `offset` on. */
function added(before: RecoveryReport, part: RecoveryReport, offset: number): RecoveryReport {
  return {
    stored: before.stored + part.stored,
    repeated: before.repeated + part.repeated,
    kept: before.kept + part.kept,
    ignored: before.ignored + part.ignored,
    refused: [...before.refused, ...part.refused.map(({ line, reason }) => ({ line: line + offset, reason }))],
  };
}
