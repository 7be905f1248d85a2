import { IconBrowser, IconCpu, IconDeviceMobile, IconPointFilled } from '@tabler/icons-react';

const icons = { phone: IconDeviceMobile, browser: IconBrowser, sensor: IconCpu } as const;

/** Order and colours of the kinds of sources, the same in strips and on maps. */
const order = ['phone', 'browser', 'sensor', 'other'];

/** Colour of a kind of source, the same wherever it is drawn. */
export function kindColor(kind: string): string {
  const index = order.indexOf(kind);
  return `var(--cairn-series-${String(index < 0 ? 8 : index + 1)})`;
}

/** Sign of a kind of source. */
export function KindIcon({ kind }: { readonly kind: string }) {
  const Icon = kind in icons ? icons[kind as keyof typeof icons] : IconPointFilled;
  return <Icon size={15} stroke={1.6} aria-hidden style={{ verticalAlign: '-2px' }} />;
}

/** The kinds that have a word of their own. */
export function knownKind(kind: string): 'phone' | 'browser' | 'sensor' | 'other' {
  return kind === 'phone' || kind === 'browser' || kind === 'sensor' ? kind : 'other';
}
