'use client';

import { useCallback, useState } from 'react';
import { useLocale, useTimeZone } from 'use-intl/react';
import { isLocale } from '#lib/platform/i18n/locales.ts';
import type { OrderForm } from './export-data.ts';

/** How whose data are meant is chosen. */
export type Whose = 'all' | 'groups' | 'sources';

export interface OrderState {
  readonly order: OrderForm;
  readonly whose: Whose;
  readonly change: (change: Partial<OrderForm>) => void;
  /** Another way to choose whose; forgets what was chosen the other way. */
  readonly setWhose: (whose: Whose) => void;
  /** Another study has other groups, sources and types. */
  readonly setStudy: (study: string) => void;
  /** Takes an earlier order over; the same function as long as the page stands. */
  readonly load: (order: OrderForm) => void;
}

/** The order being made. */
export function useOrderForm(study: string): OrderState {
  const timeZone = useTimeZone() ?? 'UTC';
  const chosen = useLocale();
  const locale = isLocale(chosen) ? chosen : 'en';
  const [order, setOrder] = useState<OrderForm>(() => ({ ...emptyOrder(study, timeZone), locale }));
  const [whose, setWhose] = useState<Whose>('all');
  const load = useCallback((loaded: OrderForm) => {
    setWhose(loaded.sourceIds.length > 0 ? 'sources' : loaded.groupIds.length > 0 ? 'groups' : 'all');
    setOrder(loaded);
  }, []);
  const nobody = { sourceIds: [], groupIds: [], types: null };
  return {
    order,
    whose,
    change(change) {
      setOrder((before) => ({ ...before, ...change }));
    },
    setWhose(next) {
      setWhose(next);
      setOrder((before) => ({ ...before, ...nobody }));
    },
    setStudy(next) {
      setWhose('all');
      setOrder((before) => ({ ...before, ...nobody, study: next }));
    },
    load,
  };
}

function emptyOrder(study: string, timeZone: string): Omit<OrderForm, 'locale'> {
  return {
    study,
    sourceIds: [],
    groupIds: [],
    types: null,
    dateKind: 'created',
    from: null,
    to: null,
    timeZone,
    formats: ['tables'],
    fileFormats: ['tab'],
    prefix: null,
    suffix: null,
    mailWhenReady: true,
    destinationIds: [],
  };
}

/** True when the order names somebody and something: what the button waits for. */
export function isComplete({ order, whose }: Pick<OrderState, 'order' | 'whose'>): boolean {
  const hasWhose = whose === 'all' || order.sourceIds.length + order.groupIds.length > 0;
  const hasDays = (order.from === null) === (order.to === null);
  const hasForm = order.formats.length > 0 && order.fileFormats.length > 0;
  return order.study !== '' && hasWhose && hasDays && order.types?.length !== 0 && hasForm;
}
