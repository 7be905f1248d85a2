'use client';

import { useTranslations } from 'use-intl/react';
import { Refused } from '#components/ui/refused.tsx';
import type { Verb } from '#lib/platform/auth/verbs.ts';

interface RefusedPageProps {
  /** What the page is called. */
  readonly title: string;
  readonly verb: Verb;
}

/** Says which permission a page needs, and who can grant it. */
export function RefusedPage({ title, verb }: RefusedPageProps) {
  const t = useTranslations('sources');
  const nameOf = useTranslations('accounts');
  return (
    <Refused
      page={title}
      title={t('refused.title')}
      description={t('refused.description', { permission: nameOf(`verbs.${verb}`), verb })}
    />
  );
}
