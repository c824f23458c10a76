/** Disputes to answers under every position at once, and to the reasons under one. */

import { AllAnswers } from "./answers.js";
import { evaluate, valueOf } from "./evaluate.js";
import { cone, functions, Question, ROWS, rows } from "./flips.js";
import { Reader } from "./reading.js";
import { Taxonomy } from "./situation.js";
import { Index, triples } from "./triples.js";

/**
 * @typedef {import("./inputs.js").Dispute} Dispute
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {import("./decode.js").Part} Part
 * @typedef {"lata" | "ferenda"} Mode with proposals of legislation or without
 *
 * @typedef {object} Place
 * @property {string} variant what decides for the position
 * @property {number} axioms its taxonomy; two positions that decide alike may each have their own sources
 *
 * @typedef {object} Knowledge The data file of the page.
 * @property {Record<Mode, {positions: Record<string, Place>}>} modes by position, the bare statutes first
 * @property {import("./answers.js").Law} law
 * @property {string} bare the bare statutes
 * @property {import("./situation.js").Axiom[]} axioms
 * @property {number[][]} taxonomies the distinct sets of axioms, by their places
 *
 * @typedef {object} Result What every position answers to the main question.
 * @property {Record<string, Answer[]>} answers by position; empty if the dispute is undecided
 * @property {string[]} contradicted the positions whose axioms the findings contradict
 * @property {"contradiction" | "circle" | null} undecided why nothing is decided
 * @property {string[]} circles the positions under which norms prevail over one another in a circle
 */

export class Engine {
  /**
   * @param {Knowledge} knowledge
   * @param {Part} part the answers of all positions
   */
  constructor(knowledge, part) {
    this.knowledge = knowledge;
    this.main = knowledge.law.questions[0];
    this.whole = new AllAnswers(part, knowledge.law);
    this.all = this.whole;
    this.inputs = this.whole.inputs;
    this.dates = ""; // those on which `all` is, as a text; empty while it is the whole
    this.values = new Int32Array(1 + this.all.nodes.inputs + this.all.nodes.left.length);
    this.taxonomies = knowledge.taxonomies.map((set) => new Taxonomy(set.map((at) => knowledge.axioms[at])));
    /** @type {Map<string, import("./triples.js").Triples>} */
    this.known = new Map();
    /** @type {Map<string, [number, number][][]>} */
    this.tellers = new Map();
    /** @type {Map<import("./answers.js").Variant, import("./flips.js").Cone>} */
    this.cones = new Map();
  }

  /**
   * Learns what tells why under the positions that a variant decides for; the bare statutes come first.
   * @param {string} variant
   * @param {Part} part
   */
  learn(variant, part) {
    const { base } = part.content;
    this.known.set(variant, triples(part, base && this.known.get(base)));
  }

  /**
   * Puts the dates of a dispute into the circuit, which leaves a fraction of it for the next changes.
   * @param {Dispute} dispute
   */
  prepare(dispute) {
    const given = this.inputs.of(dispute);
    const dates = given.subarray(this.inputs.firstDate).join("");
    if (dates === this.dates) return;
    this.use(this.whole.on(given), dates);
  }

  /**
   * Returns the inputs of a dispute; what was left on other dates is put away.
   * @param {Dispute} dispute
   */
  given(dispute) {
    const given = this.inputs.of(dispute);
    if (this.dates && given.subarray(this.inputs.firstDate).join("") !== this.dates) this.use(this.whole, "");
    return given;
  }

  /**
   * @param {AllAnswers} all
   * @param {string} dates
   */
  use(all, dates) {
    this.all = all;
    this.dates = dates;
    this.tellers.clear();
    this.cones.clear();
  }

  /**
   * Returns what decides for a position.
   * @param {string} position
   * @param {Mode} mode
   */
  variant(position, mode) {
    const { variant } = this.knowledge.modes[mode].positions[position];
    const found = this.all.variants.get(variant);
    if (!found) throw new Error(`no circuit for ${position}`);
    return found;
  }

  /**
   * Returns the answers to the main question under every position.
   * @param {Dispute} dispute
   * @param {Mode} [mode]
   * @returns {Result}
   * @throws {import("./periods.js").BadDate} a date is none
   */
  decide(dispute, mode = "lata") {
    const given = this.given(dispute);
    const { all, knowledge } = this;
    const values = evaluate(all.nodes, given, this.values);
    const holds = (/** @type {number} */ literal) => Boolean(valueOf(values, literal));
    const positions = Object.keys(knowledge.modes[mode].positions);
    const those = (/** @type {"contradicted" | "unlabelled"} */ flaw) =>
      positions.filter((position) => holds(this.variant(position, mode)[flaw]));
    const clash = holds(this.variant(knowledge.bare, mode).bareContradicted);
    const circles = clash ? [] : those("unlabelled");
    const undecided = clash ? "contradiction" : circles.length ? "circle" : null;
    /** @type {Map<import("./answers.js").Variant, Answer[]>} */
    const told = new Map();
    const answers = (undecided ? [] : positions).map((position) => {
      const variant = this.variant(position, mode);
      const found = told.get(variant) ?? all.given(variant, holds);
      told.set(variant, found);
      return [position, found];
    });
    return {
      answers: Object.fromEntries(answers),
      contradicted: undecided ? [] : those("contradicted"),
      undecided,
      circles,
    };
  }

  /**
   * Returns what tells the answers of a variant, worked out once.
   * @param {string} variant
   */
  functions(variant) {
    let found = this.tellers.get(variant);
    const of = this.all.variants.get(variant);
    if (!found) this.tellers.set(variant, (found = of ? functions(of) : []));
    return found;
  }

  /**
   * Returns what the answers of a position depend on, worked out once.
   * @param {string} position
   * @param {Mode} mode
   */
  cone(position, mode) {
    const variant = this.variant(position, mode);
    let found = this.cones.get(variant);
    if (!found) this.cones.set(variant, (found = cone(this.all.nodes, variant)));
    return found;
  }

  /**
   * Returns the reader of what the rules give for a dispute under a position whose variant was learnt.
   * @param {Dispute} dispute
   * @param {string} position
   * @param {Mode} [mode]
   */
  reader(dispute, position, mode = "lata") {
    const { variant, axioms } = this.knowledge.modes[mode].positions[position];
    const known = this.known.get(variant);
    if (!known) throw new Error(`nothing learnt of ${variant}`);
    const index = new Index(known, this.inputs.of(dispute));
    return new Reader(this.knowledge.law, index, dispute, this.taxonomies[axioms]);
  }

  /**
   * Returns all changes of one or two findings that change the answers under a position, and what they lead to.
   * @param {Dispute} dispute
   * @param {string} position
   * @param {Mode} [mode]
   * @returns {import("./flips.js").Flip[]}
   */
  flips(dispute, position, mode = "lata") {
    const { inputs } = this;
    const given = this.given(dispute);
    const own = this.cone(position, mode);
    const found = new Question(own, inputs, given).flips();
    return byWord(found, (some) => {
      const values = evaluate(own.nodes, rows(given, some));
      return some.map((moves, bit) => ({
        changes: moves.map(({ fact, status }) => ({ circumstance: inputs.facts[fact], status })),
        answers: this.all.given(own.variant, (literal) => Boolean((valueOf(values, literal) >>> bit) & 1)),
      }));
    });
  }

  /**
   * Returns the positions whose answers some sets of changes change.
   * @param {Dispute} dispute
   * @param {import("./flips.js").Change[][]} sets
   * @param {Mode} [mode]
   * @returns {string[][]}
   */
  effects(dispute, sets, mode = "lata") {
    const given = this.given(dispute);
    const { all } = this;
    const before = this.told(evaluate(all.nodes, given, this.values), mode);
    const moves = sets.map((changes) =>
      changes.map(({ circumstance, status }) => ({ fact: this.inputs.facts.indexOf(circumstance), status })),
    );
    return byWord(moves, (some) => {
      const after = this.told(evaluate(all.nodes, rows(given, some), this.values), mode);
      const differing = [...after].map(([position, words]) => {
        const now = before.get(position) ?? [];
        return { position, word: words.reduce((all, word, at) => all | (word ^ now[at]), 0) };
      });
      return some.map((_, bit) =>
        differing.filter(({ word }) => (word >>> bit) & 1).map(({ position }) => position),
      );
    });
  }

  /**
   * Returns what tells the answers of each position, as words.
   * @param {Int32Array} values
   * @param {Mode} mode
   */
  told(values, mode) {
    /** @type {Map<string, number[]>} */
    const words = new Map();
    return new Map(
      Object.entries(this.knowledge.modes[mode].positions).map(([position, { variant }]) => {
        const found =
          words.get(variant) ?? this.functions(variant).map((pairs) => disjunction(values, pairs));
        words.set(variant, found);
        return [position, found];
      }),
    );
  }
}

/**
 * Returns a disjunction of conjunctions.
 * @param {Int32Array} values
 * @param {[number, number][]} pairs
 */
function disjunction(values, pairs) {
  let word = 0;
  for (const [one, other] of pairs) word |= valueOf(values, one) & valueOf(values, other);
  return word;
}

/**
 * Returns what is found for as many at once as a word has bits.
 * @template One, Found
 * @param {One[]} all
 * @param {(some: One[]) => Found[]} find
 */
function byWord(all, find) {
  return all.flatMap((_, at) => (at % ROWS ? [] : find(all.slice(at, at + ROWS))));
}
