/** The working triples of a position that are there for a dispute, by subject and by value. */

import { gates, stream } from "./decode.js";
import { evaluate, valueOf } from "./evaluate.js";

/** @type {string[]} */
const NONE = [];

/**
 * @typedef {object} Triples The working triples of a position, each with the literal of when it is there.
 * @property {import("./decode.js").Nodes} nodes
 * @property {string[]} texts what subjects and values refer to
 * @property {Map<string, [number, number]>} ranges where the triples of each relation stand
 * @property {Int32Array} subjects
 * @property {Int32Array} values
 * @property {Int32Array} literals
 */

/**
 * Returns the triples of a file.
 * @param {import("./decode.js").Part} part
 * @param {Triples} [base] those of the bare statutes, after whose gates the file's own come
 * @returns {Triples}
 */
export function triples(part, base) {
  let start = 0;
  const ranges = new Map(
    part.content.relations.map((/** @type {[string, number]} */ [name, count]) => [
      name.slice(name.indexOf(":") + 1),
      [start, (start += count)],
    ]),
  );
  return {
    nodes: gates(part, base?.nodes),
    texts: part.content.texts,
    ranges,
    subjects: stream(part, "subjects"),
    values: stream(part, "values"),
    literals: stream(part, "literals"),
  };
}

/** Looks up triples; a relation is read when it is first asked for. */
export class Index {
  /**
   * @param {Triples} triples
   * @param {Int32Array} given the inputs
   */
  constructor(triples, given) {
    this.triples = triples;
    this.nodes = evaluate(triples.nodes, given);
    /** @type {Map<string, {out: Map<string, string[]>, into: Map<string, string[]>}>} */
    this.read = new Map();
  }

  /**
   * Returns the values of a relation, sorted.
   * @param {string} subject
   * @param {string} relation
   */
  get(subject, relation) {
    return this.relation(relation).out.get(subject) ?? NONE;
  }

  /**
   * Returns the first value of a relation, or `null`.
   * @param {string} subject
   * @param {string} relation
   */
  one(subject, relation) {
    return this.get(subject, relation)[0] ?? null;
  }

  /**
   * Returns the subjects that a relation leads to a value, sorted.
   * @param {string} relation
   * @param {string} value
   */
  to(relation, value) {
    return this.relation(relation).into.get(value) ?? NONE;
  }

  /** @param {string} relation */
  relation(relation) {
    let found = this.read.get(relation);
    if (!found) this.read.set(relation, (found = this.collect(relation)));
    return found;
  }

  /** @param {string} relation */
  collect(relation) {
    const { texts, ranges, subjects, values, literals } = this.triples;
    const out = new Map();
    const into = new Map();
    const [start, end] = ranges.get(relation) ?? [0, 0];
    for (let at = start; at < end; at++) {
      if (!valueOf(this.nodes, literals[at])) continue;
      const [subject, value] = [texts[subjects[at]], texts[values[at]]];
      push(out, subject, value);
      push(into, value, subject);
    }
    for (const map of [out, into]) for (const found of map.values()) if (found.length > 1) found.sort();
    return { out, into };
  }
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
