/**
 * Finds documents by a scan for substrings: exact for Chinese, and faster over one file than any index
 * that was tried.
 */

const DIGITS = "零一二三四五六七八九";
const UNITS = { 十: 10, 百: 100, 千: 1000 };
const NUMERAL = /[零一二三四五六七八九十百千]+/g;
const AROUND = 40; // letters of an excerpt before a hit

/**
 * @typedef {[path: string, kind: string, zh: string, en: string, text: string]} Entry
 * @typedef {{entry: Entry, titles: string, whole: string}} Document
 */

/**
 * Returns documents ready to be scanned.
 * @param {Entry[]} entries
 * @returns {Document[]}
 */
export function prepare(entries) {
  return entries.map((entry) => {
    const titles = fold(`${entry[2]}\n${entry[3]}`);
    return { entry, titles, whole: `${titles}\n${fold(entry[4])}` };
  });
}

/**
 * Returns a text as it is compared: case and width do not count.
 * @param {string} text
 */
function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}

/**
 * Returns the ways in which a word may stand in a text: with its Chinese numerals, and with digits.
 * @param {string} word
 */
function forms(word) {
  const digits = word.replace(NUMERAL, (numeral) => String(number(numeral)));
  return digits === word ? [word] : [word, digits];
}

/**
 * Returns the number of a Chinese numeral below ten thousand.
 * @param {string} numeral such as 一千一百九十八
 */
function number(numeral) {
  let sum = 0;
  let digit = 0;
  for (const letter of numeral) {
    const unit = UNITS[/** @type {keyof typeof UNITS} */ (letter)];
    if (unit) {
      sum += (digit || 1) * unit;
      digit = 0;
    } else digit = DIGITS.indexOf(letter);
  }
  return sum + digit;
}

/**
 * Returns all documents that hold every word of a query, those with the words in their titles first.
 * @param {Document[]} documents
 * @param {string} query
 * @returns {Document[]}
 */
export function find(documents, query) {
  const words = fold(query).split(/\s+/).filter(Boolean).map(forms);
  if (!words.length) return [];
  const holds = (/** @type {string} */ text) => words.every((ways) => ways.some((way) => text.includes(way)));
  const found = documents.filter(({ whole }) => holds(whole));
  const ranked = found.map((document, place) => ({ document, place, rank: rank(document, words, holds) }));
  ranked.sort((a, b) => a.rank - b.rank || a.place - b.place);
  return ranked.map(({ document }) => document);
}

/**
 * Returns how far behind a hit stands: a title that begins with the query comes first, a short one before a long.
 * @param {Document} document
 * @param {string[][]} words
 * @param {(text: string) => boolean} holds
 */
function rank({ titles }, words, holds) {
  if (!holds(titles)) return 1e6;
  const whole = titles.split("\n").some((title) => words.some((ways) => ways.includes(title)));
  const begins = titles.split("\n").some((title) => words[0].some((way) => title.startsWith(way)));
  return titles.length + (whole ? 0 : begins ? 1e3 : 1e4);
}

/**
 * Returns the part of a text around the first hit: before, hit, after; or nothing if no word stands there.
 * @param {string} text
 * @param {string} query
 * @returns {[string, string, string] | null}
 */
export function excerpt(text, query) {
  const folded = fold(text);
  // Folding may change the length of a text; then the places do not fit, and the beginning is shown.
  if (folded.length !== text.length) return null;
  for (const way of fold(query).split(/\s+/).filter(Boolean).flatMap(forms)) {
    const at = folded.indexOf(way);
    if (at < 0) continue;
    const begin = Math.max(0, at - AROUND);
    const end = Math.min(text.length, at + way.length + AROUND * 2);
    return [
      (begin ? "…" : "") + text.slice(begin, at),
      text.slice(at, at + way.length),
      text.slice(at + way.length, end) + (end < text.length ? "…" : ""),
    ];
  }
  return null;
}
