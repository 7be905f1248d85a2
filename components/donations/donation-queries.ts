import { apiGet, apiPost, apiPut, apiUrl } from '#components/ui/api-client.ts';
import { donationSettingsSchema, type DonationSettings } from '#lib/donations/domain/donation.ts';
import {
  donationDetailSchema,
  donationPageSchema,
  donationSchema,
  requestedDonationSchema,
  type DonationDetail,
  type RequestedDonationData,
} from './donation-data.ts';

export interface DonationListView {
  readonly study: string | null;
  readonly search: string;
}

export function fetchDonationPage({ study, search }: DonationListView, cursor: string | null, signal: AbortSignal) {
  return apiGet('donations', donationPageSchema, { query: { study, search, cursor }, signal });
}

export function fetchDonation(id: string, signal: AbortSignal): Promise<DonationDetail> {
  return apiGet(`donations/${id}`, donationDetailSchema, { signal });
}

/** What a manager says to ask a participant. */
export interface AskInput {
  readonly study: string;
  readonly identifier: string;
  readonly email: string | null;
  readonly services: readonly string[];
  readonly lifeDays: number | null;
  readonly locale: string;
  readonly sendMail: boolean;
}

export function askForDonation(input: AskInput): Promise<RequestedDonationData> {
  return apiPost('donations', input, requestedDonationSchema);
}

export function renewLink(id: string, input: { readonly sendMail: boolean; readonly lifeDays: number | null }) {
  return apiPost(`donations/${id}/link`, input, requestedDonationSchema);
}

export function closeRequest(id: string) {
  return apiPost(`donations/${id}/close`, {}, donationSchema);
}

export function readFileAgain(fileId: string) {
  return apiPost(`donations/files/${fileId}/read`, {});
}

/** Address of an archive's bytes. */
export function archiveUrl(fileId: string): string {
  return apiUrl(`donations/files/${fileId}/content`);
}

export function fetchSettings(study: string, signal: AbortSignal): Promise<DonationSettings> {
  return apiGet(`donations/studies/${study}/settings`, donationSettingsSchema, { signal });
}

export function saveSettings(study: string, settings: DonationSettings): Promise<DonationSettings> {
  return apiPut(`donations/studies/${study}/settings`, settings, donationSettingsSchema);
}
