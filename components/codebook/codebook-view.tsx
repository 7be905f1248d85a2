'use client';

import { Badge, Button, Group, Menu, Select, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconEyeOff, IconPencil, IconRefresh } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { DataTable } from '#components/tables/data-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { CodebookType } from '#lib/passive/domain/codebook/codebook.ts';
import { typeInReadersWords } from '#lib/passive/domain/codebook/readers-words.ts';
import { exportHref, fetchCodebook, inferAgain, saveText } from './codebook-queries.ts';
import { type EditedText, TextDialog } from './text-dialog.tsx';
import { useVariableColumns } from './variable-columns.tsx';

interface CodebookViewProps {
  readonly types: readonly CodebookType[];
  /** The study the page is about; absent: all that the viewer may see. */
  readonly studyId: string | undefined;
  readonly canEdit: boolean;
}

/** What is in the data: the variables of each type of point, with what is said of them. */
export function CodebookView({ types: initial, studyId, canEdit }: CodebookViewProps) {
  const t = useTranslations('codebook');
  const tSensitive = useTranslations('sensitive');
  const href = useStudyHref();
  const { types, originalOf } = useCodebook(initial, studyId);
  const [chosen, setChosen] = useQueryState('type', parseAsString);
  const [edited, setEdited] = useState<EditedText | null>(null);
  const queries = useQueryClient();
  const edit = (shown: EditedText) => {
    setEdited(originalOf(shown));
  };
  const current = types.find(({ type }) => type === chosen) ?? types[0];
  return (
    <Stack gap="md">
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            {canEdit && (
              <Button
                component={Link}
                href={href('/codebook/sensitive')}
                variant="default"
                leftSection={<IconEyeOff size={16} />}
              >
                {tSensitive('link')}
              </Button>
            )}
            <ExportMenu isOff={types.length === 0} />
          </>
        }
      />
      {current ? (
        <>
          <TypeHead
            type={current}
            canEdit={canEdit}
            onEdit={() => {
              edit({ type: current, variable: null });
            }}
          />
          <Variables
            type={current}
            canEdit={canEdit}
            onEdit={edit}
            toolbar={<TypeSelect types={types} value={current.type} onChange={(type) => void setChosen(type)} />}
          />
        </>
      ) : (
        <EmptyState title={t('empty')} description={t('emptyDescription')} />
      )}
      <TextDialog
        edited={edited}
        onClose={() => {
          setEdited(null);
        }}
        onSave={async (text) => {
          await saveText(text);
          await queries.invalidateQueries({ queryKey: ['codebook'] });
          setEdited(null);
          notifications.show({ message: t('saved') });
        }}
      />
    </Stack>
  );
}

/** The codebook in the reader's words, and what is edited as it is stored. */
function useCodebook(initial: readonly CodebookType[], studyId: string | undefined) {
  const words = useTranslations('codebookTexts');
  const { data } = useQuery({
    queryKey: ['codebook', studyId],
    queryFn: ({ signal }) => fetchCodebook(studyId, signal),
    initialData: [...initial],
    staleTime: 30_000,
  });
  const types = useMemo(() => data.map((type) => typeInReadersWords(words, type)), [data, words]);
  const originalOf = ({ type: { type }, variable }: EditedText): EditedText | null => {
    const stored = data.find((one) => one.type === type);
    if (!stored) return null;
    return { type: stored, variable: stored.variables.find(({ path }) => path === variable?.path) ?? null };
  };
  return { types, originalOf };
}

function ExportMenu({ isOff }: { readonly isOff: boolean }) {
  const t = useTranslations('codebook');
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} disabled={isOff}>
          {t('export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'xlsx', 'json', 'md'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={exportHref(format)} download>
            {t(`formats.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface TypeSelectProps {
  readonly types: readonly CodebookType[];
  readonly value: string;
  readonly onChange: (type: string) => void;
}

/** The types by category; found by title or identifier. */
function TypeSelect({ types, value, onChange }: TypeSelectProps) {
  const t = useTranslations('codebook');
  const categories = Map.groupBy(types, ({ category }) => category);
  const labelOf = ({ title, type }: CodebookType) => (title === type ? type : `${title} · ${type}`);
  return (
    <Select
      aria-label={t('type')}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('noType')}
      value={value}
      onChange={(type) => {
        if (type !== null) onChange(type);
      }}
      data={[...categories].map(([group, ofGroup]) => ({
        group,
        items: ofGroup.map((type) => ({ value: type.type, label: labelOf(type) })),
      }))}
      style={{ flex: '1 1 18rem', maxWidth: '28rem' }}
    />
  );
}

interface TypeHeadProps {
  readonly type: CodebookType;
  readonly canEdit: boolean;
  readonly onEdit: () => void;
}

/** What a type is, and what can be done with its texts. */
function TypeHead({ type, canEdit, onEdit }: TypeHeadProps) {
  const t = useTranslations('codebook');
  const again = () => {
    inferAgain(type.type)
      .then(() => notifications.show({ message: t('inferStarted') }))
      .catch(showFailure);
  };
  return (
    <Group component="section" justify="space-between" align="flex-start" gap="md">
      <Stack gap={4} miw={0} style={{ flex: '1 1 20rem' }}>
        <Group gap="xs">
          <Title order={2}>{type.title}</Title>
          <Badge variant="light" color="gray">
            {type.category}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed" maw="70ch">
          {type.description === '' ? t('noDescription') : type.description}
        </Text>
      </Stack>
      {canEdit && (
        <Group gap="xs" className="no-print">
          <Button size="xs" variant="default" leftSection={<IconPencil size={14} />} onClick={onEdit}>
            {t('editType')}
          </Button>
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={again}>
            {t('infer')}
          </Button>
        </Group>
      )}
    </Group>
  );
}

interface VariablesProps {
  readonly type: CodebookType;
  readonly canEdit: boolean;
  readonly onEdit: (edited: EditedText) => void;
  readonly toolbar: ReactNode;
}

function Variables({ type, canEdit, onEdit, toolbar }: VariablesProps) {
  const t = useTranslations('codebook');
  const columns = useVariableColumns();
  return (
    <DataTable
      name="codebook"
      label={t('label', { type: type.title })}
      columns={columns}
      rows={type.variables}
      rowId={({ path }) => path}
      {...(canEdit
        ? {
            onOpen: (variable: CodebookType['variables'][number]) => {
              onEdit({ type, variable });
            },
          }
        : {})}
      total={type.variables.length}
      toolbar={toolbar}
      empty={<EmptyState title={t('empty')} description={t('emptyDescription')} />}
    />
  );
}
