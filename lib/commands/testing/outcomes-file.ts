/** Where `npm test` leaves what ran, and `npm run rows` finds it. */
export const outcomesFile = 'node_modules/.cache/cairn-test-outcomes.json';
