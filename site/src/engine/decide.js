/** Disputes to decisions, under every position at once. Mirrors `Engine` of `src/anbao/engine/engine.py`. */

import { triples } from "./disputes.js";
import { Index } from "./index.js";
import { Reader } from "./reading.js";
import { run } from "./rules.js";
import { Taxonomy } from "./situation.js";

/**
 * @typedef {import("./disputes.js").Dispute} Dispute
 * @typedef {import("./reading.js").Decision} Decision
 *
 * @typedef {object} Place
 * @property {string} profile what was classified for the position
 * @property {number} axioms its taxonomy; two positions of one profile may each have their own sources
 *
 * @typedef {object} Mode What a run needs besides the disputes: `lata`, or `ferenda` with proposals too.
 * @property {string} graph its quads, as N-Quads
 * @property {Record<string, Place>} positions by position, the bare statutes first
 *
 * @typedef {object} Knowledge The data file of the engine, unpacked.
 * @property {import("./rules.js").Rule[]} rules
 * @property {string} found the query that reads what the rules found
 * @property {string} graph what all modes share, as N-Quads
 * @property {Record<"lata" | "ferenda", Mode>} modes
 * @property {import("./reading.js").Law} law
 * @property {string} bare the bare statutes
 * @property {Record<string, string>} anchors
 * @property {import("./situation.js").Axiom[]} axioms
 * @property {number[][]} taxonomies the distinct sets of axioms, by their places
 *
 * @typedef {Record<string, Decision>} Decisions by position
 * @typedef {{decisions: Decisions, contradiction: Decision["contradiction"], circle: string[]}} Result
 */

const NQUADS = { format: "application/n-quads", lenient: true, no_transaction: true };

export class Engine {
  /**
   * @param {typeof import("oxigraph")} oxigraph
   * @param {Knowledge} knowledge
   */
  constructor(oxigraph, knowledge) {
    this.oxigraph = oxigraph;
    this.knowledge = knowledge;
    this.taxonomies = knowledge.taxonomies.map((set) => new Taxonomy(set.map((at) => knowledge.axioms[at])));
    /** @type {Map<string, import("oxigraph").Store>} */
    this.ready = new Map();
  }

  /**
   * Keeps a store filled for the next run, so that a change waits for the rules only.
   * @param {"lata" | "ferenda"} mode
   */
  prepare(mode) {
    if (!this.ready.has(mode)) this.ready.set(mode, this.fill(mode));
  }

  /** @param {"lata" | "ferenda"} mode */
  fill(mode) {
    const store = new this.oxigraph.Store();
    store.load(this.knowledge.graph, NQUADS);
    store.load(this.knowledge.modes[mode].graph, NQUADS);
    return store;
  }

  /** @param {"lata" | "ferenda"} mode */
  take(mode) {
    const store = this.ready.get(mode) ?? this.fill(mode);
    this.ready.delete(mode);
    return store;
  }

  /**
   * Returns the result of each dispute under every position.
   * @param {Dispute[]} disputes whose IRIs begin with `urn:`
   * @param {"lata" | "ferenda"} [mode]
   * @returns {Result[]}
   */
  decide(disputes, mode = "lata") {
    const { knowledge } = this;
    const written = disputes.map((dispute) => triples(dispute, knowledge.anchors)).join("");
    const store = this.take(mode);
    try {
      store.load(written, NQUADS);
      run(this.oxigraph, store, knowledge.rules);
      const index = new Index(store, knowledge.found, "urn:");
      const reader = new Reader(knowledge, index, this.taxonomies, knowledge.modes[mode].positions);
      return disputes.map((dispute) => this.read(reader, dispute));
    } finally {
      /** @type {any} */ (store).free();
    }
  }

  /**
   * @param {Reader} reader
   * @param {Dispute} dispute
   * @returns {Result}
   */
  read(reader, dispute) {
    const contradiction = reader.plain(dispute).contradiction();
    const circle = contradiction ? [] : reader.unlabelled(dispute);
    const decided = !contradiction && !circle.length;
    const positions = decided ? Object.keys(reader.positions) : [];
    const decisions = positions.map((position) => [position, reader.decision(dispute, position)]);
    return { decisions: Object.fromEntries(decisions), contradiction, circle };
  }
}
