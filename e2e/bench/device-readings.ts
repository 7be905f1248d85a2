/** Numbers from 0 to 1 that wander as those of a device do; the same seed gives the same. */
export function randomOf(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

type MakeReading = (observed: number, random: () => number) => object;

const kinds: readonly { readonly id: string; readonly make: MakeReading }[] = [
  {
    id: 'pdk-device-battery',
    make: (observed, random) => ({
      level: Math.round(random() * 100),
      scale: 100,
      plugged: 'unknown',
      health: 'good',
      present: true,
      status: random() < 0.7 ? 'discharging' : 'charging',
      temperature: 240 + Math.round(random() * 90),
      voltage: 3600 + Math.round(random() * 700),
      technology: 'Li-ion',
      observed,
    }),
  },
  {
    id: 'pdk-location',
    make: (observed, random) => ({
      latitude: 0.3 + random() / 10,
      longitude: 32.5 + random() / 10,
      accuracy: 3 + random() * 20,
      altitude: 1100 + random() * 90,
      speed: random() * 3,
      bearing: random() * 360,
      provider: 'fused',
      location_timestamp: observed - 350,
      mock_locations_enabled: false,
      observed,
    }),
  },
  {
    id: 'pdk-app-event',
    make: (observed, random) => ({
      event_name: `event-${Math.floor(random() * 12)}`,
      event_details: {
        screen: `page ${Math.floor(random() * 31)}`,
        network: 'wifi',
        elapsed: Math.round(random() * 1e6),
        session: `s-${Math.floor(random() * 1e9).toString(36)}`,
      },
      observed,
    }),
  },
  {
    id: 'pdk-screen-state',
    make: (observed, random) => ({ state: random() < 0.5 ? 'on' : 'off', observed }),
  },
  {
    id: 'pdk-system-status',
    make: (observed, random) => ({
      runtime: Math.round(random() * 9e8),
      system_runtime: Math.round(random() * 9e9),
      storage_total: 64_000_000_000,
      storage_available: 21_000_000_000 + Math.round(random() * 1e6),
      storage_app: 52_000_000 + Math.round(random() * 1e5),
      storage_other: 42_900_000_000 + Math.round(random() * 1e6),
      storage_path: '/data/user/0/org.example.meadow/files',
      pending_transmissions: Math.round(random() * 40),
      gps_enabled: true,
      network_enabled: true,
      granted_permissions: ['android.permission.ACCESS_FINE_LOCATION', 'android.permission.INTERNET'],
      missing_permissions: [],
      has_app_usage_permission: true,
      ignores_battery_optimization: false,
      observed,
    }),
  },
  {
    id: 'pdk-foreground-application',
    make: (observed, random) => ({
      application: `org.example.app${Math.floor(random() * 45)}`,
      category: 'TOOLS',
      duration: 1000 + Math.round(random() * 60_000),
      screen_active: random() < 0.9,
      is_home: false,
      running_app_count: 3 + Math.floor(random() * 20),
      display_state: 'on',
      observed,
    }),
  },
];

interface ReadingOf {
  /** Number of the device. */
  readonly source: number;
  /** Unix seconds. */
  readonly timestamp: number;
  /** Which of the six types; any whole number. */
  readonly kind: number;
  readonly random: () => number;
}

/** A point of one of the six commonest types, as Android sends it. */
export function makeReadingPoint({ source, timestamp, kind, random }: ReadingOf): object {
  const { id, make } = kinds[kind % kinds.length]!;
  return {
    ...make(Math.round(timestamp * 1000), random),
    'passive-data-metadata': {
      'generator-id': id,
      generator: `${id}: Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)`,
      source: `P-${String(source).padStart(4, '0')}`,
      timestamp,
      timezone: 'Africa/Kampala',
      'timezone-offset': 10800,
    },
  };
}
