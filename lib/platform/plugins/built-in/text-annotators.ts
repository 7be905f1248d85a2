import type { PluginAnnotator } from '../plugin-hooks.ts';
import type { Plugin } from '../plugin.ts';
import { sentimentWords } from './sentiment-words.ts';

/** Words: letters and digits, with apostrophes and hyphens inside. */
const wordPattern = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

/** Words that turn the next one that counts around. */
const negations = new Set(['not', 'no', 'never', 'pas', 'jamais', 'nicht', 'kein', 'keine', 'nie']);
/** How many words a negation reaches. */
const negationReach = 2;

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(wordPattern) ?? [];
}

/** Length in characters, as people count them. */
const lengthAnnotator: PluginAnnotator = {
  id: 'length',
  fields: { length: 'number' },
  annotate: (text) => ({ length: Array.from(text).length }),
};

const wordCountAnnotator: PluginAnnotator = {
  id: 'word-count',
  fields: { word_count: 'number' },
  annotate: (text) => ({ word_count: wordsOf(text).length }),
};

/**
 * Scores texts by a dictionary of words (lower case) with weights from -1 to 1: the mean of the words that it knows, 0 when
 * it knows none. A negation turns the weight of the next words around. `sentiment_words` says on how many words it rests.
 */
export function createSentimentAnnotator(dictionary: ReadonlyMap<string, number>): PluginAnnotator {
  return {
    id: 'sentiment',
    fields: { sentiment: 'number', sentiment_words: 'number' },
    annotate(text) {
      let sum = 0;
      let known = 0;
      let negated = 0;
      for (const word of wordsOf(text)) {
        const weight = dictionary.get(word);
        if (weight !== undefined) {
          sum += negated > 0 ? -weight : weight;
          known += 1;
        }
        negated = negations.has(word) || word.endsWith("n't") || word.endsWith('n’t') ? negationReach : negated - 1;
      }
      const mean = known === 0 ? 0 : sum / known;
      return { sentiment: Math.round(mean * 1000) / 1000, sentiment_words: known };
    },
  };
}

/** The annotators that come with Cairn (pdk-47). */
export const textAnnotators: Plugin = {
  name: 'text-annotators',
  annotators: [lengthAnnotator, wordCountAnnotator, createSentimentAnnotator(sentimentWords)],
};
