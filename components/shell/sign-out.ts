import { apiPost } from '#components/ui/api-client.ts';

/** Ends the session on the server and leaves nothing of it in the browser. */
export async function signOut(): Promise<void> {
  await apiPost('sign-out', {});
  window.location.assign('/sign-in');
}
