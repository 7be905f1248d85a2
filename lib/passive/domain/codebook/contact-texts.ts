import type { TypeText, VariableTextPair } from './type-text.ts';

const category = 'Communication and web';
const observed: VariableTextPair = ['Time', 'When it was observed, milliseconds since 1970 (UTC).'];

/** What the codebook says of the types about communication, the web and health devices. */
export const contactTexts: Readonly<Record<string, TypeText>> = {
  'pdk-phone-calls': {
    title: 'Phone calls',
    category,
    description: 'An entry of the call log.',
    variables: {
      type: ['Call', 'incoming, outgoing, missed, rejected, blocked, voicemail and the like.'],
      call_timestamp: ['Call', 'When the call began, milliseconds since 1970 (UTC).'],
      duration: ['Call', 'Seconds.'],
      number: ['Other side', 'Number of the other side; a study may have it hashed on the device.'],
      is_new: ['Call', 'Whether the person has not seen the entry yet.'],
      is_read: ['Call', 'Whether the entry was looked at.'],
      country_code: ['Other side', 'Country of the number.'],
      geocoded_location: ['Other side', 'Region of the number.'],
      included_video: ['Call', 'Whether there was a picture.'],
    },
  },
  'pdk-text-messages': {
    title: 'Text messages',
    category,
    description: 'A text message that was sent or received.',
    variables: {
      direction: ['Message', 'incoming or outgoing.'],
      date: ['Message', 'When, milliseconds since 1970 (UTC).'],
      length: ['Message', 'Characters of the text.'],
      person: ['Other side', 'Name of the other side; a study may have it hashed on the device.'],
      address: ['Other side', 'Number of the other side; a study may have it hashed on the device.'],
      body: ['Message', 'The text; a study may have it left out or hashed on the device.'],
    },
  },
  'pdk-notification-events': {
    title: 'Notifications',
    category,
    description: 'A notification appeared or went away.',
    variables: {
      package: ['Notification', 'App the notification is from.'],
      channel: ['Notification', 'Channel of the app it belongs to.'],
      action: ['Event', 'posted or removed.'],
      reason: ['Event', 'Why it went away: opened, dismissed, cancelled by the app and so on.'],
      observed,
    },
  },
  'pdk-web-visit': {
    title: 'Web visits',
    category,
    description: 'A page that was opened in the browser.',
    variables: {
      visitId: ['Visit', "The browser's number of the visit."],
      referringVisitId: ['Visit', 'The visit it came from.'],
      transition: ['Visit', 'How the page was reached: link, typed, reload and so on.'],
      date: ['Visit', 'When, milliseconds since 1970 (UTC).'],
      url: ['Page', 'Address of the page.'],
      protocol: ['Page', 'http or https.'],
      host: ['Page', 'Host of the address.'],
      title: ['Page', 'Title of the page.'],
    },
  },
  'pdk-withings-device': {
    title: 'Withings devices',
    category: 'Health devices',
    description: 'Readings of scales, watches and sleep sensors, fetched from their maker; `datastream` says which.',
    variables: {
      datastream: ['Stream', 'intraday-activity, body, activity-measures or sleep-measures.'],
      steps: ['Activity', 'Steps.'],
      distance: ['Activity', 'Metres.'],
      calories: ['Activity', 'Kilocalories.'],
      measure_type: ['Body', "What was measured, by the maker's number."],
      measure_value: ['Body', 'The value, in the unit of its type.'],
      state: ['Sleep', "Phase of sleep, by the maker's number."],
      start_date: ['Sleep', 'Beginning of the phase, seconds since 1970 (UTC).'],
      end_date: ['Sleep', 'End of the phase, seconds since 1970 (UTC).'],
    },
  },
  'pdk-bluetooth-devices': {
    title: 'Bluetooth devices',
    category: 'Movement and surroundings',
    description: 'A Bluetooth device that was near.',
    variables: {
      name: ['Device', 'What the device calls itself.'],
      address: ['Device', 'Its hardware address.'],
      pair_status: ['Device', 'Whether it is paired with the phone.'],
      device_type: ['Device', 'Kind of radio.'],
      device_class: ['Device', 'What sort of thing it is.'],
      observed,
    },
  },
  'pdk-voice-activity': {
    title: 'Voices',
    category: 'Movement and surroundings',
    description: 'Whether voices were heard; no sound is kept.',
    variables: {
      voices_present: ['Result', 'Whether there were voices.'],
      level: ['Sound', 'Loudness.'],
      power: ['Sound', 'Power of the sound.'],
      sampling_rate: ['Sound', 'Samples per second.'],
    },
  },
};
