/** What the API says of numbers of samples, wherever it tells them for a page of things. */
export const sampleCountNotes = {
  sample_count: {
    word: 'exact',
    text: 'Exact number of samples. Days (UTC) that are over are taken from counters, which follow what comes late; the rest is counted when it is asked for.',
  },
} as const;
