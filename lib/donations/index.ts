/** Archives of services that participants donate: requests, uploads, and what is read from them. */
export {
  donationSettingsSchema,
  partBytes as maxPartBytes,
  type DonatedFile,
  type DonationRequest,
  type DonationSettings,
} from './domain/donation.ts';
export { describeExternalEvent } from './domain/describe-event.ts';
export { changeServiceSchema, serviceSchema, serviceSlugSchema, type Service } from './domain/service.ts';
export {
  getDonationSettings,
  listOwnServices,
  saveDonationSettings,
  saveService,
} from './services/donation-settings.ts';
export { findManagedRequest, listPending, listUploads, type UploadStatus } from './services/donation-status.ts';
export { donationFollower } from './services/follow-source.ts';
export { importArchive } from './services/import-archive.ts';
export { getDonation, listDonations, listDonationsSchema, type DonationPage } from './services/list-donations.ts';
export { closeDonation, renewDonationLink, renewLinkSchema } from './services/manage-donation.ts';
export { openArchive, readArchiveAgain } from './services/open-archive.ts';
export { openDonation, type OpenedDonation } from './services/open-donation.ts';
export {
  changeDonation,
  changeDonationSchema,
  getOffer,
  handOutIdentifier,
  startDonation,
  startDonationSchema,
  viewDonation,
  type ParticipantView,
} from './services/participate.ts';
export { beginFile, beginFileSchema, discardFile, receivePart } from './services/receive-archive.ts';
export { remindParticipants } from './services/remind-participants.ts';
export {
  requestDonation,
  requestDonationSchema,
  type RequestDonationInput,
  type RequestedDonation,
} from './services/request-donation.ts';
