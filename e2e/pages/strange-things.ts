/** Sends bundles that are right, half right and wrong, so that every state of a bundle and of a point is there to see. */
export async function sendStrangeThings(url: string): Promise<void> {
  const seconds = Math.floor(Date.now() / 1000);
  const point = (source: string, type: string, timestamp: unknown, members: object) => ({
    ...members,
    'passive-data-metadata': { 'generator-id': type, generator: `${type}: Fieldwork/1.0`, source, timestamp },
  });
  const battery = { level: 61, scale: 100, status: 'discharging', plugged: 'unknown', present: true };
  const here = { latitude: 0.3136, longitude: 32.5811, accuracy: 12 };
  const payloads = [
    JSON.stringify([
      point('P-0001', 'pdk-device-battery', seconds - 90, battery),
      point('P-0001', 'pdk-location', seconds - 60, here),
      point('P-0002', 'pdk-screen-state', seconds - 30, { state: 'on' }),
    ]),
    JSON.stringify([
      ...[0, 1, 2, 3].map((n) => point('P-0007', 'pdk-device-battery', (seconds - n) * 1000, battery)),
      point('P-0003', 'pdk-location', seconds, { ...here, latitude: null }),
      point('', 'pdk-screen-state', seconds, { state: 'off' }),
      { event_name: 'opened' },
    ]),
    '<html>please sign in to the hotel network</html>',
  ];
  for (const payload of payloads) {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ payload }) });
    await response.arrayBuffer();
  }
}
