import type { PushConfig } from '../config/push-config.ts';
import { ApnsSender } from './apns-sender.ts';
import { FcmSender } from './fcm-sender.ts';
import type { PushSenders } from './push-sender.ts';

/** The senders that the configuration has keys for. */
export function createPushSenders({ fcm, apns }: PushConfig): PushSenders {
  return { fcm: fcm ? new FcmSender(fcm) : null, apns: apns ? new ApnsSender(apns) : null };
}
