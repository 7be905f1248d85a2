'use client';

import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { IntlProvider } from 'use-intl/react';
import { RenderedAtContext } from '#components/ui/use-clock.ts';
import { ApiProblem } from '#components/ui/api-client.ts';
import { timeZoneCookie, type Locale } from '#lib/platform/i18n/locales.ts';
import { AddressAdapter } from './address-adapter.tsx';
import { loadCatalogue } from './load-catalogue.ts';
import { Themed } from './themed.tsx';

interface ProvidersProps {
  readonly locale: Locale;
  readonly timeZone: string;
  /** When the server rendered, ms since 1970. */
  readonly renderedAtMs: number;
  /** Of this document's content security policy. */
  readonly nonce: string;
  readonly children: ReactNode;
}

/** Everything client components find around them: theme, language and zone, server state, URL state, notices. */
export function Providers({ locale, timeZone, renderedAtMs, nonce, children }: ProvidersProps) {
  // The document keeps the nonce it came with, also when the server renders the layout again.
  const [documentNonce] = useState(() => {
    // Where the scroll lock of modals looks for the nonce of the style element it adds.
    (globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;
    return nonce;
  });
  const [queryClient] = useState(makeQueryClient);
  useEffect(() => {
    // Tells page tests that clicks and keys are heard from now on.
    document.documentElement.dataset['hydrated'] = '';
  }, []);
  const zone = useBrowserTimeZone(timeZone);
  const messages = use(loadCatalogue(locale));
  return (
    <RenderedAtContext value={renderedAtMs}>
      <IntlProvider locale={locale} timeZone={zone} messages={messages}>
        <Themed nonce={documentNonce}>
          <QueryClientProvider client={queryClient}>
            <AddressAdapter>
              <ModalsProvider>
                <Notifications position="bottom-right" />
                {children}
              </ModalsProvider>
            </AddressAdapter>
          </QueryClientProvider>
        </Themed>
      </IntlProvider>
    </RenderedAtContext>
  );
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
      },
    },
  });
}

const neverChanges = () => () => undefined;
const browserTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Starts with the zone the server rendered with; tells the server the browser's own for the next time. */
function useBrowserTimeZone(rendered: string): string {
  const zone = useSyncExternalStore(neverChanges, browserTimeZone, () => rendered);
  useEffect(() => {
    document.cookie = `${timeZoneCookie}=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
  }, [zone]);
  return zone;
}
