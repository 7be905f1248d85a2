/** Cookie that remembers the organization a person works in; only a wish, the membership decides. */
export const organizationCookie = 'cairn.organization';
