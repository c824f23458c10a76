/** What the rules added to a store, by subject and by value. Mirrors `Index` of `src/anbao/reasons.py`. */

import { shorten } from "./names.js";

/** @type {string[]} */
const NONE = [];

export class Index {
  /**
   * Reads what the rules found of the disputes whose IRIs begin with `prefix`.
   * @param {import("oxigraph").Store} store
   * @param {string} query the text of `queries/rules/found.rq`
   * @param {string} prefix
   */
  constructor(store, query, prefix) {
    /** @type {Map<string, Map<string, string[]>>} */
    this.out = new Map();
    /** @type {Map<string, string[]>} */
    this.into = new Map();
    const names = new Map();
    const table = /** @type {string} */ (store.query(query, { results_format: "text/tab-separated-values" }));
    for (const row of table.split("\n").slice(1, -1)) {
      if (!row.startsWith(`<${prefix}`)) continue;
      const [subject, predicate, value] = row.split("\t").map((term) => name(term, names));
      this.add(subject, predicate.slice(predicate.indexOf(":") + 1), value);
    }
    for (const relations of this.out.values()) for (const values of relations.values()) order(values);
    for (const subjects of this.into.values()) order(subjects);
  }

  /**
   * @param {string} subject
   * @param {string} predicate
   * @param {string} value
   */
  add(subject, predicate, value) {
    push(entry(this.out, subject), predicate, value);
    push(this.into, `${predicate} ${value}`, subject);
  }

  /**
   * Returns the values of a relation, sorted.
   * @param {string} subject
   * @param {string} predicate
   */
  get(subject, predicate) {
    return this.out.get(subject)?.get(predicate) ?? NONE;
  }

  /**
   * Returns the first value of a relation, or `null`.
   * @param {string} subject
   * @param {string} predicate
   */
  one(subject, predicate) {
    return this.get(subject, predicate)[0] ?? null;
  }

  /**
   * Returns the subjects that a relation leads to a value, sorted.
   * @param {string} predicate
   * @param {string} value
   */
  to(predicate, value) {
    return this.into.get(`${predicate} ${value}`) ?? NONE;
  }
}

/** @param {string[]} values */
function order(values) {
  if (values.length > 1) values.sort();
}

/**
 * Returns the short name of a term as results write it.
 * @param {string} term
 * @param {Map<string, string>} names those met before
 */
function name(term, names) {
  let found = names.get(term);
  if (found === undefined) {
    found = term.startsWith("<") ? shorten(term.slice(1, -1)) : term;
    names.set(term, found);
  }
  return found;
}

/**
 * @param {Map<string, Map<string, string[]>>} map
 * @param {string} key
 */
function entry(map, key) {
  let found = map.get(key);
  if (!found) map.set(key, (found = new Map()));
  return found;
}

/**
 * @param {Map<string, string[]>} map
 * @param {string} key
 * @param {string} value
 */
function push(map, key, value) {
  const found = map.get(key);
  if (found) found.push(value);
  else map.set(key, [value]);
}
