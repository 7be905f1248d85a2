import type { Metadata } from 'next';
import { ExportLink } from '#components/exports/destinations/export-link.tsx';
import { BarePage } from '#components/shell/bare-page.tsx';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('deliveries'))('link.title'), referrer: 'no-referrer', robots: 'noindex' };
}

export default function ExportLinkPage() {
  return (
    <BarePage>
      <ExportLink />
    </BarePage>
  );
}
