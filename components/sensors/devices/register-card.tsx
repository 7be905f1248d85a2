'use client';

import { Button, FileButton, Group, Select, Stack, Table, Text, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { SectionCard } from '#components/accounts/section-card.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { decoders } from '#lib/sensors/domain/inventory/catalogue.ts';
import { registerList, type RegisteredRow } from './device-queries.ts';

interface RegisterCardProps {
  readonly studies: readonly { readonly key: string; readonly name: string }[];
}

/** Registers many sensors at once, from a list that is pasted or a file. */
export function RegisterCard({ studies }: RegisterCardProps) {
  const t = useTranslations('sensorPages');
  const queries = useQueryClient();
  const act = useAct();
  const [study, setStudy] = useState<string | null>(studies.length === 1 ? (studies[0]?.key ?? null) : null);
  const [protocol, setProtocol] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [rows, setRows] = useState<readonly RegisteredRow[] | null>(null);
  const submit = async () => {
    setRows(await registerList(study ?? '', text, protocol ?? ''));
    await queries.invalidateQueries({ queryKey: ['sensors'] });
  };
  return (
    <SectionCard title={t('register.title')} description={t('register.text')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.run(submit);
        }}
      >
        <Stack>
          <Group grow align="flex-start">
            <Select
              label={t('register.study')}
              required
              searchable
              data={studies.map(({ key, name }) => ({ value: key, label: name }))}
              value={study}
              onChange={setStudy}
            />
            <Select
              label={t('register.protocol')}
              clearable
              data={[...decoders]}
              value={protocol}
              onChange={setProtocol}
            />
          </Group>
          <Textarea
            label={t('register.list')}
            description={t('register.listHint')}
            placeholder={'eui64,alias,protocol,expected_interval_s\nA81758FFFE053C84,Room 101,ELSYSERS,600'}
            required
            autosize
            minRows={5}
            maxRows={16}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={text}
            error={act.fields['text']}
            onChange={(event) => {
              setText(event.currentTarget.value);
            }}
          />
          <Failure act={act} fieldsShown={['text']} />
          <Group justify="space-between">
            <FileButton
              accept=".csv,.txt,text/csv,text/plain"
              onChange={(file) => {
                if (file) void file.text().then(setText);
              }}
            >
              {(props) => (
                <Button {...props} variant="default" leftSection={<IconFileUpload size={16} />}>
                  {t('register.file')}
                </Button>
              )}
            </FileButton>
            <Button type="submit" loading={act.isRunning} disabled={study === null || text.trim() === ''}>
              {t('register.submit')}
            </Button>
          </Group>
          {rows !== null && <Outcomes rows={rows} />}
        </Stack>
      </form>
    </SectionCard>
  );
}

function Outcomes({ rows }: { readonly rows: readonly RegisteredRow[] }) {
  const t = useTranslations('sensorPages');
  const count = (outcome: RegisteredRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  return (
    <div role="status">
      <Text size="sm" fw={560}>
        {t('register.outcome', {
          registered: count('registered'),
          known: count('known'),
          refused: count('refused'),
        })}
      </Text>
      <Table.ScrollContainer minWidth={420} maxHeight={360} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('register.title')} stickyHeader verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('register.line')}</Table.Th>
              <Table.Th>{t('columns.eui')}</Table.Th>
              <Table.Th>{t('register.became')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ line, eui64, outcome, id, reason }) => (
              <Table.Tr key={line}>
                <Table.Td>{line}</Table.Td>
                <Table.Td>{id === null ? eui64 : <Link href={`/sources/${id}`}>{eui64}</Link>}</Table.Td>
                <Table.Td>
                  {t(`register.outcomes.${outcome}`)}
                  {reason !== '' && `: ${reason}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
