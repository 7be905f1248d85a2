'use client';

import { ActionIcon, Button, Group, Menu, SegmentedControl, Stack, Text } from '@mantine/core';
import {
  IconBuilding,
  IconChevronLeft,
  IconChevronRight,
  IconDots,
  IconMapPin,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import { airModes } from '#lib/sensors/domain/air-quality/room-air-report.ts';
import type { SiteRow } from '#lib/sensors/domain/installed-node.ts';
import type { QuantityBand } from '#lib/sensors/domain/quantity-bands.ts';
import { EmbedCard } from './embed-card.tsx';
import { RoomAirCard } from './room-air-card.tsx';
import { RoomForm } from './room-form.tsx';
import { SiteAddressDialog } from './site-address-dialog.tsx';
import { SiteForm } from './site-form.tsx';
import { fetchRooms, removeSite } from './site-queries.ts';

interface SiteViewProps {
  readonly site: SiteRow;
  /** How carbon dioxide is judged. */
  readonly bands: readonly QuantityBand[];
  /** The month that runs at the site, YYYY-MM. */
  readonly thisMonth: string;
  readonly canEdit: boolean;
  /** The viewer may see what was measured. */
  readonly canRead: boolean;
  /** Where people reach this platform. */
  readonly publicUrl: string;
}

/** A site: its rooms, and how good their air was. */
export function SiteView({ site, bands, thisMonth, canEdit, canRead, publicUrl }: SiteViewProps) {
  const t = useTranslations('sensorPages');
  const [isAdding, setAdding] = useState(false);
  const wish = useAirWish(thisMonth);
  const list = usePagedList({
    queryKey: ['sensors', 'rooms', site.id],
    fetchPage: (cursor, signal) => fetchRooms(site.id, cursor, signal),
  });
  const add = {
    label: t('rooms.add'),
    onClick: () => {
      setAdding(true);
    },
  };
  return (
    <>
      <PageHeader
        title={site.name}
        description={[site.address, site.timeZone, site.description].filter((part) => part !== '').join(' · ')}
        crumbs={[
          { label: t('overview.title'), href: '/sensors' },
          { label: t('sites.title'), href: '/sensors/sites' },
        ]}
        actions={canEdit && <SiteActions site={site} onAddRoom={add.onClick} />}
      />
      <Stack gap="md">
        {canRead && <MonthBar control={wish} />}
        {list.error ? (
          <ErrorState error={list.error} title={t('sites.rooms')} onRetry={list.retry} />
        ) : list.isLoading ? (
          <PanelSkeleton heightPx={320} />
        ) : list.rows.length === 0 ? (
          <EmptyState
            icon={<IconBuilding size={24} stroke={1.5} />}
            title={t('rooms.emptyTitle')}
            description={t('rooms.emptyText')}
            {...(canEdit ? { action: add } : {})}
          />
        ) : (
          list.rows.map((room) => (
            <RoomAirCard key={room.id} room={room} wish={wish} bands={bands} canEdit={canEdit} canRead={canRead} />
          ))
        )}
        {list.more && (
          <Button variant="default" loading={list.isLoadingMore} onClick={list.more}>
            {t('rooms.more')}
          </Button>
        )}
        {site.isPublic && <EmbedCard site={site} publicUrl={publicUrl} />}
      </Stack>
      {isAdding && (
        <RoomForm
          siteId={site.id}
          room={null}
          onClose={() => {
            setAdding(false);
          }}
        />
      )}
    </>
  );
}

/** Which month is judged and by which rules, kept in the address. */
function useAirWish(thisMonth: string) {
  const [{ month, mode }, setValues] = useQueryStates({
    month: parseAsString,
    mode: parseAsStringLiteral(airModes).withDefault('corrected'),
  });
  const known = month !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : null;
  return {
    month: known,
    mode,
    thisMonth,
    setMode: (next: (typeof airModes)[number]) => void setValues({ mode: next }),
    setMonth: (next: string | null) => void setValues({ month: next }),
    move: (months: number) => void setValues({ month: shiftMonth(known ?? thisMonth, known === null ? 0 : months) }),
  };
}

type AirWishControl = ReturnType<typeof useAirWish>;

function shiftMonth(month: string, months: number): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + months);
  return first.toISOString().slice(0, 7);
}

function MonthBar({ control }: { readonly control: AirWishControl }) {
  const t = useTranslations('sensorPages');
  const format = useFormatter();
  const { month, mode, thisMonth, move, setMonth, setMode } = control;
  const title =
    month === null
      ? t('air.lastDays')
      : format.dateTime(new Date(`${month}-15T12:00:00Z`), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <Group justify="space-between" gap="sm" className="no-print">
      <Group gap="xs">
        <ActionIcon
          size="lg"
          variant="default"
          aria-label={t('air.before')}
          onClick={() => {
            move(-1);
          }}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
        <Text fw={560} miw="9rem" ta="center" aria-live="polite">
          {title}
        </Text>
        <ActionIcon
          size="lg"
          variant="default"
          aria-label={t('air.after')}
          disabled={month === null || month >= thisMonth}
          onClick={() => {
            move(1);
          }}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
        <Button
          variant="default"
          disabled={month === null}
          onClick={() => {
            setMonth(null);
          }}
        >
          {t('air.lastDays')}
        </Button>
      </Group>
      <SegmentedControl
        size="sm"
        aria-label={t('air.rules')}
        data={airModes.map((value) => ({ value, label: t(`air.modes.${value}`) }))}
        value={mode}
        onChange={(next) => {
          setMode(next === 'legacy' ? 'legacy' : 'corrected');
        }}
      />
    </Group>
  );
}

function SiteActions({ site, onAddRoom }: { readonly site: SiteRow; readonly onAddRoom: () => void }) {
  const t = useTranslations('sensorPages');
  const router = useRouter();
  const queries = useQueryClient();
  const confirm = useConfirm();
  const [isEditing, setEditing] = useState(false);
  const [isAtAddress, setAtAddress] = useState(false);
  const remove = () => {
    confirm({
      title: t('sites.remove'),
      message: t('sites.removeMessage', { name: site.name, rooms: site.roomCount, sensors: site.nodeCount }),
      action: t('sites.remove'),
      isDestructive: true,
      onConfirm: async () => {
        await removeSite(site.id);
        await queries.invalidateQueries({ queryKey: ['sensors'] });
        router.push('/sensors/sites');
      },
    });
  };
  return (
    <>
      <AddButton label={t('rooms.add')} onClick={onAddRoom} />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" variant="default" aria-label={t('installation.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => {
              setEditing(true);
            }}
          >
            {t('sites.edit')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconMapPin size={16} />}
            onClick={() => {
              setAtAddress(true);
            }}
          >
            {t('sites.editAddress')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={remove}>
            {t('sites.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isAtAddress && (
        <SiteAddressDialog
          site={site}
          onClose={() => {
            setAtAddress(false);
          }}
        />
      )}
      {isEditing && (
        <SiteForm
          site={site}
          onClose={() => {
            setEditing(false);
          }}
        />
      )}
    </>
  );
}
