'use client';

import { Button, Modal } from '@mantine/core';
import { IconListDetails, IconSettings } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { z } from 'zod';
import { useStudyHref, useStudyKey } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { AskDialog, type Choice } from './ask-dialog.tsx';
import type { donationPageSchema } from './donation-data.ts';
import { DonationDrawer } from './donation-drawer.tsx';
import { fetchDonationPage } from './donation-queries.ts';
import { SettingsDialog } from './settings-dialog.tsx';
import { useDonationColumns } from './use-donation-columns.tsx';

interface DonationsViewProps {
  /** Studies in which the viewer may ask. */
  readonly studies: readonly Choice[];
  readonly services: readonly Choice[];
  readonly canOpen: boolean;
  readonly canMail: boolean;
  readonly publicUrl: string;
  readonly initial: {
    readonly study: string | null;
    readonly search: string;
    readonly page: z.infer<typeof donationPageSchema>;
  };
}

/** The requests for archives, and what came of them. */
export function DonationsView({ studies, services, canOpen, canMail, publicUrl, initial }: DonationsViewProps) {
  const t = useTranslations('donations');
  const tServices = useTranslations('donationServices');
  const href = useStudyHref();
  const study = useStudyKey();
  const [{ search, request }, setAddress] = useQueryStates({
    search: parseAsString.withDefault(''),
    request: parseAsString,
  });
  const [dialog, setDialog] = useState<'ask' | 'settings' | null>(null);
  const list = usePagedList({
    queryKey: ['donations', 'list', study, search],
    fetchPage: (cursor, signal) => fetchDonationPage({ study, search }, cursor, signal),
    refreshMs: 30_000,
    initial: study === initial.study && search === initial.search ? initial.page : undefined,
  });
  const columns = useDonationColumns();
  const [only] = studies.length === 1 ? studies : [];
  const close = () => {
    setDialog(null);
  };
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <Button
              component={Link}
              href={href('/donations/services')}
              variant="default"
              leftSection={<IconListDetails size={16} />}
            >
              {tServices('open')}
            </Button>
            {only && (
              <Button variant="default" leftSection={<IconSettings size={16} />} onClick={() => setDialog('settings')}>
                {t('settings.button')}
              </Button>
            )}
            <AddButton label={t('ask')} onClick={() => setDialog('ask')} />
          </>
        }
      />
      <DataTable
        name="donations"
        label={t('label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id }) => void setAddress({ request: id })}
        toolbar={
          <SearchField
            label={t('search')}
            clearLabel={t('empty.clear')}
            value={search}
            onSearch={(text) => void setAddress({ search: text })}
          />
        }
        empty={
          <NoDonations
            isFiltered={search !== ''}
            onClear={() => void setAddress({ search: '' })}
            onAsk={() => setDialog('ask')}
          />
        }
      />
      <DonationDrawer
        id={request}
        canOpen={canOpen}
        canMail={canMail}
        onClose={() => void setAddress({ request: null })}
      />
      <Modal opened={dialog === 'ask'} onClose={close} title={t('form.title')} size="lg">
        <AskDialog studies={studies} services={services} canMail={canMail} onClose={close} />
      </Modal>
      <Modal opened={dialog === 'settings'} onClose={close} title={t('settings.title', { study: only?.name ?? '' })}>
        {only && <SettingsDialog study={only.key} publicUrl={publicUrl} onClose={close} />}
      </Modal>
    </>
  );
}

interface NoDonationsProps {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
  readonly onAsk: () => void;
}

function NoDonations({ isFiltered, onClear, onAsk }: NoDonationsProps) {
  const t = useTranslations('donations');
  if (isFiltered) {
    return (
      <EmptyState
        title={t('empty.filteredTitle')}
        description={t('empty.filteredText')}
        action={{ label: t('empty.clear'), onClick: onClear }}
      />
    );
  }
  return (
    <EmptyState title={t('empty.title')} description={t('empty.text')} action={{ label: t('ask'), onClick: onAsk }} />
  );
}
