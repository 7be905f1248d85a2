'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import {
  renderQueryString,
  unstable_createAdapterProvider as createAdapterProvider,
  type unstable_UpdateUrlFunction as UpdateUrl,
} from 'nuqs/adapters/custom';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { startTransition, Suspense, useCallback, useEffect, type ReactNode } from 'react';
import { createWrittenAddresses } from './written-addresses.ts';

/** What nuqs knows its own entries of the history by; browsers do not read it. */
const ofNuqs = '__nuqs__';
/** One browser window has one address. */
const written = createWrittenAddresses();

/**
 * State in the address (nuqs) for Next's router, whatever the speed of the machine. The router draws an address some
 * time after it was written, and puts it into the address bar once more when it does: over a newer one, until that is
 * drawn too. A change in between must be made to what was written last, not to what the address bar says.
 */
export function AddressAdapter({ children }: { readonly children: ReactNode }) {
  return (
    <NuqsAdapter>
      <Suspense>
        <DrawnAddress />
      </Suspense>
      <Provider>{children}</Provider>
    </NuqsAdapter>
  );
}

/** Tells when the router has drawn an address. */
function DrawnAddress() {
  const pathname = usePathname();
  const drawn = useSearchParams().toString();
  useEffect(() => {
    written.drew(pathname, drawn);
  }, [pathname, drawn]);
  useEffect(() => {
    const forget = () => {
      written.forget();
    };
    window.addEventListener('popstate', forget);
    return () => {
      window.removeEventListener('popstate', forget);
    };
  }, []);
  return null;
}

const Provider = createAdapterProvider(function useAddress() {
  const router = useRouter();
  const updateUrl: UpdateUrl = useCallback(
    (search, { history: how, scroll, shallow }) => {
      startTransition(() => {
        const { origin, pathname, hash } = window.location;
        const url = origin + pathname + renderQueryString(search) + hash;
        written.wrote(pathname, search.toString());
        if (how === 'push') window.history.pushState(null, ofNuqs, url);
        else window.history.replaceState(null, ofNuqs, url);
        if (scroll) window.scrollTo(0, 0);
        if (!shallow) router.replace(url, { scroll: false });
      });
    },
    [router],
  );
  return {
    searchParams: useSearchParams(),
    pathname: usePathname(),
    updateUrl,
    getSearchParamsSnapshot: newest,
    // As nuqs' own adapter for this router: every update takes three calls of the history API.
    rateLimitFactor: 3,
    autoResetQueueOnUpdate: false,
  };
});

function newest(): URLSearchParams {
  const { pathname, search } = window.location;
  return new URLSearchParams(written.newest(pathname) ?? search);
}
