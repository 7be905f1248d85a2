import type { FirstAdministrator } from '#lib/accounts/index.ts';

/** What the operator reads of the administrator that the first start made. */
export function introduceAdministrator({ email, generatedPassword }: FirstAdministrator): string {
  if (generatedPassword === null)
    return `The first administrator is ${email}, with the password of CAIRN_ADMIN_PASSWORD.`;
  return [
    'The first administrator (the password is shown this once, and changed at the first sign-in):',
    `  e-mail    ${email}`,
    `  password  ${generatedPassword}`,
  ].join('\n');
}
