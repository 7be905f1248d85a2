import { answerJson } from '#lib/platform/http/answer-json.ts';

const labels = {
  en: { NEW: 'New', VALID: 'Valid', REJECTED: 'Rejected' },
  fr: { NEW: 'Nouveau', VALID: 'Validé', REJECTED: 'Rejeté' },
  de: { NEW: 'Neu', VALID: 'Gültig', REJECTED: 'Abgelehnt' },
} as const;

/** `GET /api/validationstatus/`: the statuses in the language that the request prefers. */
export function listStatuses(request: Request): Response {
  const wanted = (request.headers.get('accept-language') ?? '')
    .split(',')
    .map((one) => one.trim().slice(0, 2).toLowerCase());
  const language = wanted.find((one): one is keyof typeof labels => one in labels) ?? 'en';
  return answerJson(Object.entries(labels[language]).map(([code, label]) => ({ code, label })));
}
