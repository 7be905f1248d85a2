/** What Passive Data Kit calls the types it knows (passive-data-kit.md, section 4): peers and scripts read it. */
const generatorLabels: Readonly<Record<string, string>> = {
  'pdk-app-event': 'App Events',
  'pdk-device-battery': 'Device Battery Status',
  'pdk-location': 'Device Location',
  'pdk-system-status': 'System Status',
  'pdk-foreground-application': 'Foreground Application',
  'pdk-screen-state': 'Screen State',
  'pdk-user': 'User State',
  'pdk-phone-calls': 'Phone Calls',
  'pdk-text-messages': 'Text Messages',
  'pdk-notification-events': 'Notification Events',
  'pdk-usage-event-daily-summary': 'Device Usage Events (Daily Summary)',
  'pdk-usage-stats': 'Device Usage Events',
  'pdk-geofences': 'Geofence Events',
  'pdk-time-of-day': 'Time of Day',
  'pdk-pedometer': 'Device Pedometer',
  'pdk-sensor-accelerometer': 'Accelerometer Sensor',
  'pdk-sensor-light': 'Light Sensor',
  'pdk-web-visit': 'Web Visit',
  'pdk-withings-device': 'Withings Device',
};

/** The label of a type in the old server's words; the type itself where it had none. */
export function generatorLabel(type: string): string {
  return Object.hasOwn(generatorLabels, type) ? (generatorLabels[type] ?? type) : type;
}
