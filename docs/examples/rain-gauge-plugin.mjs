// A plug-in for a rain gauge nobody else has. Load it with CAIRN_PLUGINS=docs/examples/rain-gauge-plugin.mjs
// @ts-check

/** @type {import('../../lib/platform/plugins/plugin.ts').Plugin} */
export default {
  name: 'rain-gauge',
  types: [
    {
      identifier: 'rain-gauge',
      label: 'Rain gauge',
      category: 'Weather',
      description: 'Tips of a tipping-bucket gauge, one point for each ten minutes.',
      // Gauges of one post are told apart by their channel.
      secondaryIdentifier: (point) => (typeof point.channel === 'string' ? point.channel : null),
      // The gauge says where it stands as "lat,lon", which is no member Cairn knows.
      location(point) {
        const [lat, lon] = String(point.place ?? '')
          .split(',')
          .map(Number);
        return lat === undefined || lon === undefined || Number.isNaN(lat + lon) ? null : [lon, lat];
      },
      report: {
        columns: [
          { title: 'Tips', path: 'tips' },
          { title: 'Rain (mm)', value: (point) => (typeof point.tips === 'number' ? point.tips * 0.2 : null) },
        ],
      },
      view: { chart: { kind: 'lines', paths: ['tips'] }, columns: [{ title: 'Tips', path: 'tips' }] },
      variables: [{ path: 'tips', name: 'Tips', description: 'Each is 0.2 mm of rain.' }],
    },
  ],
  checks: [
    {
      id: 'rain-gauge-clogged',
      title: 'Rain gauge clogged',
      types: ['rain-gauge'],
      judge({ latest }) {
        const found = latest.get('rain-gauge');
        if (!found || found.point.clogged !== true) return null;
        return { level: 'warning', name: 'Rain gauge clogged', message: 'The gauge says that its funnel is blocked.' };
      },
    },
  ],
  // Old gauges send "GAUGE 7", new ones "gauge-7": they are the same.
  renameSource: (identifier) => {
    const old = /^GAUGE (\d+)$/.exec(identifier);
    return old ? `gauge-${old[1]}` : null;
  },
  // The SIM number of the modem is nobody's business.
  inspectPoint(point) {
    if (!('sim' in point)) return undefined;
    const { sim: _sim, ...others } = point;
    return others;
  },
  bundleMetadata: ({ userAgent }) => (userAgent?.startsWith('RainPost/') ? { post: userAgent.slice(9) } : null),
  updateConfiguration: (configuration, { identifier }) =>
    typeof configuration === 'object' &&
    configuration !== null &&
    !Array.isArray(configuration) &&
    identifier.startsWith('gauge-')
      ? { ...configuration, 'bucket-mm': 0.2 }
      : null,
  annotateSource: ({ identifier }) => (identifier.startsWith('gauge-') ? { network: 'rain' } : {}),
  sourceActions: ({ identifier }) =>
    identifier.startsWith('gauge-') ? [{ title: 'Bucket calibration', href: '/places' }] : [],
};
