import type { TypeText, VariableTextPair } from './type-text.ts';

const category = 'Movement and surroundings';
const observed: VariableTextPair = ['Time', 'When it was observed, milliseconds since 1970 (UTC).'];
const sensor: Readonly<Record<string, VariableTextPair>> = {
  'sensor_data.observed': ['Readings', 'When each reading was made, nanoseconds since 1970 (UTC).'],
  'sensor_data.raw_timestamp': [
    'Readings',
    "The sensor's own clock at each reading, nanoseconds since the device started.",
  ],
  'sensor_data.accuracy': ['Readings', 'How far the sensor trusts each reading: 0 (not at all) to 3 (high).'],
};

/** What the codebook says of the types about movement and surroundings. */
export const sensingTexts: Readonly<Record<string, TypeText>> = {
  'pdk-location': {
    title: 'Location',
    category,
    description: 'Where the device was.',
    variables: {
      latitude: ['Position', 'Degrees north, WGS 84.'],
      longitude: ['Position', 'Degrees east, WGS 84.'],
      accuracy: ['Position', 'Radius in metres within which the device is with a chance of about two thirds.'],
      altitude: ['Position', 'Metres above the ellipsoid (Android) or above sea level (iOS).'],
      'altitude-accuracy': ['Position', 'How far the altitude may be off, metres (iOS).'],
      floor: ['Position', 'Floor of the building, where the system knows it (iOS).'],
      speed: ['Movement', 'Metres per second. Old Android clients wrote the bearing here.'],
      bearing: ['Movement', 'Direction of movement, degrees clockwise from north.'],
      provider: ['Origin', 'What found the position: gps, network, fused.'],
      location_timestamp: ['Time', 'When the position was found, milliseconds since 1970 (UTC).'],
      mock_locations_enabled: ['Origin', 'Whether the device lets apps pretend to be elsewhere.'],
      mock_location_provider: ['Origin', 'Whether the position came from such an app.'],
      auth_status: ['Origin', 'What the person allows the app to know of the position (iOS).'],
      observed,
    },
  },
  'pdk-geofences': {
    title: 'Geofences',
    category,
    description: 'The device entered, left or stayed in an area the study named.',
    variables: {
      transition: ['Event', 'enter, exit, dwell or unknown.'],
      identifier: ['Area', "The area's number in the configuration."],
      'fence_details.name': ['Area', 'What the study calls the area.'],
      'fence_details.address': ['Area', 'Address of the area as the study wrote it.'],
      'fence_details.center_latitude': ['Area', 'Centre, degrees north.'],
      'fence_details.center_longitude': ['Area', 'Centre, degrees east.'],
      'fence_details.radius': ['Area', 'Radius, metres.'],
      'fence_details.dwell_minutes': ['Area', 'Minutes inside after which staying is reported.'],
      observed,
    },
  },
  'pdk-time-of-day': {
    title: 'Time of day',
    category,
    description: 'Sunrise and sunset where the device was.',
    variables: {
      sunrise: ['Sun', 'Sunrise of the day, milliseconds since 1970 (UTC).'],
      sunset: ['Sun', 'Sunset of the day, milliseconds since 1970 (UTC).'],
      latitude: ['Position', 'Degrees north, WGS 84.'],
      longitude: ['Position', 'Degrees east, WGS 84.'],
      timezone: ['Position', 'Time zone of the device.'],
      observed,
    },
  },
  'pdk-pedometer': {
    title: 'Pedometer',
    category,
    description: 'Steps and floors as the phone counted them (iOS).',
    variables: {
      'step-count': ['Interval', 'Steps within the interval.'],
      distance: ['Interval', 'Metres walked within the interval, as estimated.'],
      'floors-ascended': ['Interval', 'Floors climbed within the interval.'],
      'floors-descended': ['Interval', 'Floors gone down within the interval.'],
      'average-pace': ['Interval', 'Seconds per metre over the interval.'],
      'current-pace': ['Interval', 'Seconds per metre at its end.'],
      'current-cadence': ['Interval', 'Steps per second at its end.'],
      'interval-start': ['Time', 'Beginning of the interval, seconds since 1970 (UTC).'],
      'interval-end': ['Time', 'End of the interval, seconds since 1970 (UTC).'],
      'daily-summary-steps': ['Day', 'Steps of the day so far.'],
      'daily-summary-distance': ['Day', 'Metres of the day so far.'],
      'daily-summary-floors-ascended': ['Day', 'Floors climbed in the day so far.'],
      'daily-summary-floors-descended': ['Day', 'Floors gone down in the day so far.'],
      'daily-average-pace': ['Day', 'Seconds per metre over the day so far.'],
      'from-background': ['Origin', 'Whether it was recorded while the app was in the background.'],
    },
  },
  'pdk-sensor-accelerometer': {
    title: 'Accelerometer',
    category,
    description: 'Acceleration along the three axes of the device, gravity included; many readings in a point.',
    variables: {
      'sensor_data.x': ['Readings', 'Across the screen, m/s².'],
      'sensor_data.y': ['Readings', 'Along the screen, m/s².'],
      'sensor_data.z': ['Readings', 'Out of the screen, m/s².'],
      ...sensor,
    },
  },
  'pdk-sensor-light': {
    title: 'Light',
    category,
    description: 'Brightness around the device; many readings in a point.',
    variables: { 'sensor_data.light_level': ['Readings', 'Illuminance, lux.'], ...sensor },
  },
};
