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
    this.all = new AllAnswers(part, knowledge.law);
    this.values = new Int32Array(1 + this.all.nodes.inputs + this.all.nodes.left.length);
    this.taxonomies = knowledge.taxonomies.map((set) => new Taxonomy(set.map((at) => knowledge.axioms[at])));
    /** @type {Map<string, import("./triples.js").Triples>} */
    this.known = new Map();
    /** @type {Map<string, [number, number][][]>} */
    this.told = new Map();
    /** @type {Map<import("./answers.js").Variant, import("./flips.js").Cone>} */
    this.cones = new Map();
    /** Whether an answer is one to the main question, as the evidence stands. */
    this.counts = (/** @type {import("./answers.js").Row} */ { closed, answer }) =>
      !closed && answer.question === this.main;
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
    const { all, knowledge } = this;
    const values = evaluate(all.nodes, all.inputs.of(dispute), this.values);
    const holds = (/** @type {number} */ literal) => Boolean(valueOf(values, literal));
    const positions = Object.keys(knowledge.modes[mode].positions);
    const those = (/** @type {"contradicted" | "unlabelled"} */ flaw) =>
      positions.filter((position) => holds(this.variant(position, mode)[flaw]));
    const clash = holds(this.variant(knowledge.bare, mode).bareContradicted);
    const circles = clash ? [] : those("unlabelled");
    const undecided = clash ? "contradiction" : circles.length ? "circle" : null;
    const answers = undecided
      ? []
      : positions.map((position) => [position, this.answers(this.variant(position, mode), holds)]);
    return {
      answers: Object.fromEntries(answers),
      contradicted: undecided ? [] : those("contradicted"),
      undecided,
      circles,
    };
  }

  /**
   * @param {import("./answers.js").Variant} variant
   * @param {(literal: number) => boolean} holds
   */
  answers(variant, holds) {
    return this.all.given(variant, holds, this.counts);
  }

  /**
   * Returns what tells the answers of a variant to the main question, worked out once.
   * @param {string} variant
   */
  functions(variant) {
    let found = this.told.get(variant);
    const of = this.all.variants.get(variant);
    if (!found) this.told.set(variant, (found = of ? functions(of, this.counts) : []));
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
    if (!found) this.cones.set(variant, (found = cone(this.all.nodes, variant, this.counts)));
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
    const index = new Index(known, this.all.inputs.of(dispute));
    return new Reader(this.knowledge.law, index, dispute, this.taxonomies[axioms]);
  }

  /**
   * Returns all changes of one or two findings that change the answers under a position, with the answers
   * that they lead to and the positions whose answers change.
   * @param {Dispute} dispute
   * @param {string} position
   * @param {Mode} [mode]
   * @returns {import("./flips.js").Flip[]}
   */
  flips(dispute, position, mode = "lata") {
    const { all } = this;
    const given = all.inputs.of(dispute);
    const found = new Question(this.cone(position, mode), all.inputs, given).flips();
    const effects = new Effects(this, given, mode);
    return found.flatMap((_, at) => (at % ROWS ? [] : effects.of(found.slice(at, at + ROWS), position)));
  }
}

/** What changes lead to under every position. */
class Effects {
  /**
   * @param {Engine} engine
   * @param {Int32Array} given the inputs of the dispute
   * @param {Mode} mode
   */
  constructor(engine, given, mode) {
    this.engine = engine;
    this.given = given;
    this.mode = mode;
    /** @type {Map<string, string[]>} */
    this.positions = new Map();
    for (const [position, { variant }] of Object.entries(engine.knowledge.modes[mode].positions))
      this.positions.set(variant, [...(this.positions.get(variant) ?? []), position]);
    const now = evaluate(engine.all.nodes, given, engine.values);
    this.before = new Map([...this.positions.keys()].map((variant) => [variant, this.words(variant, now)]));
  }

  /**
   * Returns the functions that tell the answers of a variant, as words.
   * @param {string} variant
   * @param {Int32Array} values
   */
  words(variant, values) {
    const { engine } = this;
    return engine.functions(variant).map((pairs) => {
      let word = 0;
      for (const [one, other] of pairs) word |= valueOf(values, one) & valueOf(values, other);
      return word;
    });
  }

  /**
   * Returns what some changes lead to, at most as many as a word has bits.
   * @param {import("./flips.js").Move[][]} sets
   * @param {string} position whose answers are told
   * @returns {import("./flips.js").Flip[]}
   */
  of(sets, position) {
    const { engine, given, mode } = this;
    const { all } = engine;
    const values = evaluate(all.nodes, rows(given, sets), engine.values);
    const differing = [...this.positions].map(([variant, positions]) => {
      const before = this.before.get(variant) ?? [];
      let word = 0;
      this.words(variant, values).forEach((now, at) => (word |= now ^ before[at]));
      return { positions, word };
    });
    return sets.map((moves, bit) => ({
      changes: moves.map(({ fact, status }) => ({ circumstance: all.inputs.facts[fact], status })),
      answers: engine.answers(engine.variant(position, mode), (literal) =>
        Boolean((valueOf(values, literal) >>> bit) & 1),
      ),
      positions: differing.flatMap(({ positions, word }) => ((word >>> bit) & 1 ? positions : [])),
    }));
  }
}
