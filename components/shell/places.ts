import {
  IconActivityHeartbeat,
  IconAdjustments,
  IconAlertCircle,
  IconBell,
  IconBook2,
  IconDatabaseExport,
  IconDeviceMobile,
  IconGift,
  IconHome,
  IconListCheck,
  IconMapPins,
  IconSettings,
  IconTemperature,
  IconTool,
  type Icon,
} from '@tabler/icons-react';

/** A door of the left rail. A place appears when its wing has landed and the viewer may enter it. */
export interface Place {
  readonly key: PlaceKey;
  readonly href: string;
  readonly icon: Icon;
  /** Second key of the shortcut that goes there, after G. */
  readonly shortcut: string;
  /** Stands a step in, under the place before it. */
  readonly isUnder?: boolean;
}

export const placeKeys = [
  'home',
  'sources',
  'alerts',
  'issues',
  'quarantine',
  'donations',
  'configurations',
  'codebook',
  'places',
  'sensors',
  'exports',
  'tasks',
  'system',
  'settings',
] as const;
export type PlaceKey = (typeof placeKeys)[number];

export const places: readonly Place[] = [
  { key: 'home', href: '/', icon: IconHome, shortcut: 'h' },
  { key: 'sources', href: '/sources', icon: IconDeviceMobile, shortcut: 's' },
  { key: 'alerts', href: '/alerts', icon: IconBell, shortcut: 'a', isUnder: true },
  { key: 'issues', href: '/issues', icon: IconTool, shortcut: 'i', isUnder: true },
  { key: 'quarantine', href: '/quarantine', icon: IconAlertCircle, shortcut: 'q', isUnder: true },
  { key: 'donations', href: '/donations', icon: IconGift, shortcut: 'o', isUnder: true },
  { key: 'configurations', href: '/configurations', icon: IconAdjustments, shortcut: 'd', isUnder: true },
  { key: 'codebook', href: '/codebook', icon: IconBook2, shortcut: 'b', isUnder: true },
  { key: 'places', href: '/places', icon: IconMapPins, shortcut: 'p' },
  { key: 'sensors', href: '/sensors', icon: IconTemperature, shortcut: 'n' },
  { key: 'exports', href: '/exports', icon: IconDatabaseExport, shortcut: 'e' },
  { key: 'tasks', href: '/tasks', icon: IconListCheck, shortcut: 't' },
  { key: 'system', href: '/system', icon: IconActivityHeartbeat, shortcut: 'y' },
  { key: 'settings', href: '/settings', icon: IconSettings, shortcut: 'c' },
];

/** The place an address belongs to: the longest one that it begins with. */
export function placeOf(path: string): PlaceKey | null {
  const found = places.filter(({ href }) => path === href || (href !== '/' && path.startsWith(`${href}/`)));
  return found.sort((a, b) => b.href.length - a.href.length)[0]?.key ?? null;
}
