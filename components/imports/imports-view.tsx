'use client';

import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import type { z } from 'zod';
import { PlacesTabs } from '#components/places/places-tabs.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { DropFile } from './drop-file.tsx';
import type { importPageSchema, TargetChoice } from './import-data.ts';
import { ImportHistory } from './import-history.tsx';
import { ImportWork } from './import-work.tsx';

interface ImportsViewProps {
  readonly initial: z.infer<typeof importPageSchema>;
  readonly targets: readonly TargetChoice[];
}

/** Brings files of places in: a file, its columns, a dry run, one button, one undo; and what was brought in before. */
export function ImportsView({ initial, targets }: ImportsViewProps) {
  const t = useTranslations('imports');
  const shell = useTranslations('shell');
  const queries = useQueryClient();
  const [chosen, setChosen] = useQueryState('import', parseAsString);
  return (
    <Stack gap="xl">
      <div>
        <PageHeader
          title={t('title')}
          description={t('description')}
          crumbs={[{ label: shell('places.places'), href: '/places' }]}
        />
        <PlacesTabs canImport />
        {chosen === null ? (
          <DropFile
            onSent={({ id }) => {
              void queries.invalidateQueries({ queryKey: ['imports'] });
              void setChosen(id);
            }}
          />
        ) : (
          <ImportWork key={chosen} id={chosen} targets={targets} onClose={() => void setChosen(null)} />
        )}
      </div>
      <ImportHistory initial={initial} onOpen={(id) => void setChosen(id)} />
    </Stack>
  );
}
