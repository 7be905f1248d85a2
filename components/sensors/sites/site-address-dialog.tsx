'use client';

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SearchSelect } from '#components/ui/search-select.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import type { SiteRow } from '#lib/sensors/domain/installed-node.ts';
import type { AddressRow } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { AddressForm } from '../inventory/address-form.tsx';
import { fetchAddress, giveAddress, searchAddresses } from '../inventory/inventory-queries.ts';

interface SiteAddressDialogProps {
  readonly site: SiteRow;
  readonly onClose: () => void;
}

/** Where a site is: its address is changed in place, replaced by another that is known or a new one, or taken from it. */
export function SiteAddressDialog({ site, onClose }: SiteAddressDialogProps) {
  const t = useTranslations('sensorInventory');
  const { addressId } = site;
  const [isWriting, setWriting] = useState<'new' | 'own' | null>(null);
  const own = useQuery({
    queryKey: ['sensors', 'inventory', 'address', addressId],
    queryFn: async ({ signal }): Promise<AddressRow | null> =>
      addressId === null ? null : fetchAddress(addressId, signal),
  });
  const { act, give } = useGiving(site);
  const giveAndClose = async (id: string | null) => {
    await give(id);
    onClose();
  };
  if (isWriting !== null) {
    return (
      <AddressForm
        address={isWriting === 'own' ? (own.data ?? null) : null}
        onSaved={({ id }) => give(id)}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal opened onClose={onClose} title={t('site.title', { site: site.name })}>
      {own.error ? (
        <ErrorState error={own.error} title={t('site.address')} onRetry={() => void own.refetch()} />
      ) : own.isPending ? (
        <PanelSkeleton heightPx={160} />
      ) : (
        <Stack>
          <Text size="sm">{site.address === '' ? t('site.none') : site.address}</Text>
          <Group gap="xs">
            {own.data && (
              <Button
                onClick={() => {
                  setWriting('own');
                }}
              >
                {t('addresses.edit')}
              </Button>
            )}
            <Button
              variant={own.data ? 'default' : 'filled'}
              onClick={() => {
                setWriting('new');
              }}
            >
              {t('addresses.add')}
            </Button>
            {own.data && (
              <Button variant="default" loading={act.isRunning} onClick={() => void act.run(() => giveAndClose(null))}>
                {t('site.take')}
              </Button>
            )}
          </Group>
          <SearchSelect
            label={t('site.choose')}
            description={t('site.chooseHint')}
            queryKey={['sensors', 'inventory', 'addresses', 'choice']}
            search={searchAddresses}
            nothingFound={t('nothingFound')}
            value=""
            onChange={(id) => {
              if (id !== '') void act.run(() => giveAndClose(id));
            }}
          />
          <Failure act={act} />
        </Stack>
      )}
    </Modal>
  );
}

/** Gives the site an address, or none; the page shows it then. */
function useGiving(site: SiteRow) {
  const act = useAct();
  const router = useRouter();
  const queries = useQueryClient();
  const give = async (addressId: string | null) => {
    if (addressId !== site.addressId) await giveAddress(site.id, addressId);
    await queries.invalidateQueries({ queryKey: ['sensors'] });
    router.refresh();
  };
  return { act, give };
}
