/** Different texts of a variable that are kept as examples; a variable with more of them is no list of codes. */
export const maxExamples = 40;
/** Longest text that can be a code, in bytes. */
export const maxExampleBytes = 64;
const maxWords = 3;

/** Words in a variable's name that say: its texts are about a person, or open what should stay shut. */
const sensitiveWords = new Set(
  `address addresses annotation annotations attachment bssid body caption comment contact contacts content cookie
  description device email fingerprint guid host hostname href id identifier ids imei imsi ip key latitude location
  longitude mac mail message msisdn note number numbers password path payload person phone query referrer search secret
  serial session source ssid subject text title token uri url user username uuid value`.split(/\s+/),
);
/** Names that name a person or a file; `event_name` and the like name a kind of thing. */
const personalName = /^(first|last|full|user|display|contact|nick|file|given|family|sur)?[ _-]?name$/i;

/** False for variables whose texts must never be shown as examples, whatever they are. */
export function mayShowExamples(name: string): boolean {
  if (personalName.test(name)) return false;
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return !words.split(/[^a-z\d]+/).some((word) => sensitiveWords.has(word));
}

/** Texts that name one person, thing or place in the world rather than a kind. */
const oneOfAKind = /\d{6,}|@|:\/\/|\n|[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{16,}$|^\+?\d[\d\s()-]{5,}$/i;

/** True for a text that can be one of a few codes; false for what a person wrote or what names a person. */
export function looksLikeCode(text: string): boolean {
  return !oneOfAKind.test(text) && text.trim().split(/\s+/).length <= maxWords;
}
