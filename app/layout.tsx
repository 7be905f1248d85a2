import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '#components/ui/global.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/shell/providers.tsx';
import { nonceHeader } from '#lib/platform/http/content-security-policy.ts';
import { getLocale, getTimeZone } from './_server/translator.ts';

export const metadata: Metadata = {
  title: { default: 'Cairn', template: '%s · Cairn' },
  description: 'Field data, from the device to the file.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f5f3' },
    { media: '(prefers-color-scheme: dark)', color: '#151716' },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [locale, timeZone, requestHeaders] = await Promise.all([getLocale(), getTimeZone(), headers()]);
  const nonce = requestHeaders.get(nonceHeader) ?? '';
  return (
    <html lang={locale} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <Providers locale={locale} timeZone={timeZone} renderedAtMs={renderedAt()} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  );
}

/** Pages are rendered at the time of their request; relative times count from it. */
function renderedAt(): number {
  return Date.now();
}
