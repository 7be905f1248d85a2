import type { TypeText, VariableTextPair } from './type-text.ts';

const category = 'Device';
const observed: VariableTextPair = ['Time', 'When it was observed, milliseconds since 1970 (UTC).'];

/** What the codebook says of the types about the device and the app on it. */
export const deviceTexts: Readonly<Record<string, TypeText>> = {
  'pdk-app-event': {
    title: 'App events',
    category,
    description: 'Something the study app itself recorded: a page opened, a button used, an error met.',
    variables: {
      event_name: ['Event', 'Name that the app gives to the kind of event.'],
      event_details: ['Event', 'Further facts about the event; which ones depends on its name.'],
      observed,
    },
  },
  'pdk-device-battery': {
    title: 'Battery',
    category,
    description: 'State of the battery, whenever the system reports a change.',
    variables: {
      level: ['Charge', 'Charge that is left, in units of `scale`: per cent when the scale is 100.'],
      scale: ['Charge', 'The level of a full battery.'],
      status: ['Charge', 'Whether it is charging, discharging, full, or connected without charging.'],
      plugged: ['Charge', 'Where power comes from: mains (ac), usb, wireless, or unknown when it is not plugged in.'],
      temperature: ['Condition', 'Temperature of the battery in tenths of a degree Celsius.'],
      voltage: ['Condition', 'Voltage in millivolts.'],
      health: ['Condition', 'What the system thinks of the battery: good, cold, overheat, dead and the like.'],
      technology: ['Condition', 'Chemistry of the battery as its maker names it.'],
      present: ['Condition', 'Whether there is a battery at all.'],
      observed,
    },
  },
  'pdk-connection-test': {
    title: 'Connection test',
    category,
    description: 'An empty point sent to see whether the way to the server works. It has metadata only.',
    variables: {},
  },
  'pdk-system-status': {
    title: 'System status',
    category,
    description: 'How the app and its storage fare: uptime, disk space, what waits to be sent, what is permitted.',
    variables: {
      storage_total: ['Storage', 'Size of the storage, bytes.'],
      storage_available: ['Storage', 'Storage that is free, bytes.'],
      storage_app: ['Storage', 'Storage the study app uses, bytes.'],
      storage_other: ['Storage', 'Storage everything else uses, bytes.'],
      storage_path: ['Storage', 'Folder that was measured.'],
      runtime: ['Uptime', 'How long the app has been running: milliseconds on Android, seconds on iOS.'],
      system_runtime: ['Uptime', 'How long the device has been running, milliseconds.'],
      pending_transmissions: ['Transmission', 'Uploads that waited to be sent.'],
      pending_points: ['Transmission', 'Points that waited to be sent (browser clients).'],
      'pending-points': ['Transmission', 'Points that waited to be sent (browser clients).'],
      gps_enabled: ['Permission', 'Whether positioning by satellite was switched on.'],
      network_enabled: ['Permission', 'Whether positioning by network was switched on.'],
      granted_permissions: ['Permission', 'Permissions the app holds.'],
      missing_permissions: ['Permission', 'Permissions the app asked for and does not hold.'],
      has_app_usage_permission: ['Permission', 'Whether the app may see which other apps are used.'],
      ignores_battery_optimization: [
        'Permission',
        'Whether the system lets the app run in the background undisturbed.',
      ],
      installed_packages: ['Apps', 'Apps that are installed.'],
      remote_options: ['Configuration', 'Options that the server last gave to the app.'],
      'cpu-info': ['Browser', 'What the browser tells of the processor.'],
      'display-info': ['Browser', 'What the browser tells of the screens.'],
      'memory-info': ['Browser', 'What the browser tells of the memory.'],
      'storage-info': ['Browser', 'What the browser tells of the disks.'],
      'local-storage-bytes': ['Browser', 'Bytes the extension keeps in the browser.'],
      observed,
    },
  },
  'pdk-foreground-application': {
    title: 'App in the foreground',
    category,
    description: 'Which app is on the screen, looked at every few seconds.',
    variables: {
      application: ['App', 'Package name of the app on the screen.'],
      category: ['App', 'Category of the app in its store.'],
      duration: ['Use', 'How long it was in front since the look before, milliseconds.'],
      screen_active: ['Use', 'Whether the screen was on.'],
      is_home: ['Use', 'Whether the app is the home screen.'],
      display_state: ['Use', 'State of the display: on, off, doze.'],
      running_app_count: ['Use', 'Apps that were running.'],
      observed,
    },
  },
  'pdk-screen-state': {
    title: 'Screen',
    category,
    description: 'The screen went on, off or into a resting state.',
    variables: {
      state: ['State', 'on, off, doze, doze_suspend, or unknown.'],
      observed,
    },
  },
  'pdk-user': {
    title: 'App in use',
    category,
    description: 'The study app came to the front or went to the background.',
    variables: {
      mode: ['State', 'foreground, background or unknown.'],
      identifier: ['Person', 'Identifier under which the person is known to the app.'],
    },
  },
  'pdk-usage-event-daily-summary': {
    title: 'Device use, day by day',
    category,
    description: 'All use events of a day as the system kept them.',
    variables: {
      start: ['Time', 'Beginning of the day, milliseconds since 1970 (UTC).'],
      events: ['Event', 'The events, in the order of time.'],
      'events[].package': ['Event', 'App the event is about.'],
      'events[].event_type': ['Event', 'What happened: moved to the foreground, notification seen and so on.'],
      'events[].observed': ['Event', 'When, milliseconds since 1970 (UTC).'],
      'events[].extras': ['Event', 'Further facts the system gave.'],
      observed,
    },
  },
  'pdk-usage-stats': {
    title: 'Device use',
    category,
    description: 'One use event as the system reports it.',
    variables: {
      package: ['Event', 'App the event is about.'],
      event_type: ['Event', 'What happened.'],
      extras: ['Event', 'Further facts the system gave.'],
      observed,
    },
  },
};
