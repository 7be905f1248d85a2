'use client';

import { Badge, Card, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconKey } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useNow, useTranslations } from 'use-intl/react';
import { AddButton } from '#components/ui/add-button.tsx';
import { apiDelete } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ManagedRow, RowDetail } from '#components/ui/managed-row.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import type { ApiTokenSummary } from '#lib/accounts/domain/token.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { StudyChoice } from '../people/placement-fields.tsx';
import { CreateTokenForm } from './create-token-form.tsx';

interface TokensViewProps {
  readonly tokens: readonly ApiTokenSummary[];
  /** Permissions the viewer can pass on to a program. */
  readonly held: readonly Verb[];
  readonly studies: readonly StudyChoice[];
  readonly canUseEverywhere: boolean;
}

/** Tokens for programs: what each may do, until when, and when it was used. */
export function TokensView({ tokens, held, studies, canUseEverywhere }: TokensViewProps) {
  const t = useTranslations('accounts');
  const create = () => {
    modals.open({
      title: t('tokens.create'),
      size: 'lg',
      closeOnClickOutside: false,
      children: <CreateTokenForm held={held} studies={studies} canUseEverywhere={canUseEverywhere} />,
    });
  };
  return (
    <>
      <PageHeader
        title={t('settings.tokens')}
        description={t('tokens.description')}
        actions={<AddButton label={t('tokens.create')} onClick={create} />}
      />
      <Card p={0}>
        {tokens.length === 0 ? (
          <EmptyState icon={<IconKey size={24} />} title={t('tokens.none')} description={t('tokens.noneHint')} />
        ) : (
          tokens.map((token, index) => <TokenRow key={token.id} token={token} isFirst={index === 0} />)
        )}
      </Card>
    </>
  );
}

function TokenRow({ token, isFirst }: { readonly token: ApiTokenSummary; readonly isFirst: boolean }) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const confirm = useConfirm();
  const now = useNow();
  const isOver = token.expiresAt !== null && token.expiresAt < now;
  const revoke = () => {
    confirm({
      title: t('tokens.revoke'),
      message: t('tokens.revokeMessage', { name: token.name }),
      action: t('tokens.revoke'),
      isDestructive: true,
      onConfirm: async () => {
        await apiDelete(`tokens/${token.id}`);
        router.refresh();
      },
    });
  };
  return (
    <ManagedRow
      name={token.name}
      isFirst={isFirst}
      badges={
        <>
          <Text size="xs" c="dimmed" ff="monospace">
            {token.prefix}…
          </Text>
          {isOver && <Badge color="red">{t('tokens.expired')}</Badge>}
          {token.studyName !== null && <Badge color="gray">{token.studyName}</Badge>}
        </>
      }
      details={
        <>
          <RowDetail>
            {t('tokens.by', { name: token.createdByName ?? '?' })} · {t('tokens.used')}{' '}
            <RelativeTime at={token.lastUsedAt} />
            {token.expiresAt !== null && (
              <>
                {' · '}
                {t('tokens.until')} <Moment at={token.expiresAt} />
              </>
            )}
          </RowDetail>
          <Text size="xs" mt={4} style={{ overflowWrap: 'anywhere' }}>
            {token.scopes.join(', ')}
          </Text>
        </>
      }
      actions={[
        { label: t('tokens.revoke'), labelOfThis: t('tokens.revokeThis', { name: token.name }), onClick: revoke },
      ]}
    />
  );
}
