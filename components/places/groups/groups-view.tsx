'use client';

import { Alert, Button, Group, Menu, SegmentedControl, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { PlacesTabs } from '../places-tabs.tsx';
import { groupsFileUrl, type GroupsVersion } from './group-queries.ts';
import { GroupSetTable } from './group-set-table.tsx';
import { GroupTable } from './group-table.tsx';

const kinds = ['groups', 'sets'] as const;

interface GroupsViewProps {
  readonly version: GroupsVersion;
  /** Versions to choose from. */
  readonly versions: readonly { readonly id: string; readonly number: number; readonly pyramidName: string }[];
  readonly canEdit: boolean;
}

/** The groups of a version, and the sets they form. */
export function GroupsView({ version, versions, canEdit }: GroupsViewProps) {
  const t = useTranslations('pyramids');
  const router = useRouter();
  const href = useStudyHref();
  const [text, setText] = useQueryState('text', parseAsString.withDefault(''));
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(kinds).withDefault('groups'));
  const view = { version: version.id, text };
  const isOpen = canEdit && !version.isReadOnly;
  const toolbar = (
    <SearchField
      label={t('search')}
      clearLabel={t('clear')}
      value={text}
      onSearch={(next) => void setText(next === '' ? null : next)}
    />
  );
  return (
    <>
      <PageHeader
        title={t('groups.title')}
        description={t('groups.description')}
        actions={
          <>
            <Select
              aria-label={t('groups.version')}
              w={260}
              searchable
              allowDeselect={false}
              data={versions.map(({ id, number, pyramidName }) => ({
                value: id,
                label: t('groups.versionOf', { pyramid: pyramidName, number }),
              }))}
              value={version.id}
              onChange={(id) => {
                if (id !== null) router.push(href(`/places/groups?version=${id}`));
              }}
            />
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <Button variant="default" leftSection={<IconDownload size={16} />}>
                  {t('groups.export')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item component="a" href={groupsFileUrl(view, 'csv')} download>
                  {t('groups.exportCsv')}
                </Menu.Item>
                <Menu.Item component="a" href={groupsFileUrl(view, 'xlsx')} download>
                  {t('groups.exportXlsx')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        }
      />
      <PlacesTabs canImport={canEdit} />
      {version.isReadOnly && canEdit && (
        <Alert mb="md" variant="light">
          {t('groups.readOnly')}
        </Alert>
      )}
      <Group mb="md">
        <SegmentedControl
          aria-label={t('groups.kind')}
          data={kinds.map((value) => ({ value, label: t(`groups.${value}`) }))}
          value={kind}
          onChange={(value) => void setKind(kinds.find((one) => one === value) ?? 'groups')}
        />
      </Group>
      {kind === 'groups' ? (
        <GroupTable key={version.id} view={view} canEdit={isOpen} toolbar={toolbar} />
      ) : (
        <GroupSetTable key={version.id} view={view} canEdit={isOpen} toolbar={toolbar} />
      )}
    </>
  );
}
