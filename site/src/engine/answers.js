/** Reads the answers of all positions out of the values of a circuit, as rows that hold. */

import { DETAILS } from "../generated.js";
import { columns, gates, stream } from "./decode.js";
import { Gates } from "./evaluate.js";
import { Inputs } from "./inputs.js";
import { ending } from "./names.js";

/**
 * @typedef {object} Answer
 * @property {string} question
 * @property {string} kind
 * @property {string | null} norm
 * @property {string | null} liability
 * @property {string | null} premise
 * @property {string[]} conditions
 * @property {string | null} provision
 * @property {string} standing
 * @property {boolean} weaker
 * @property {string} reading `FirstReading` or `SecondReading` of an author who gives two, else empty
 * @property {{norm: string, effect: string, established: boolean}[]} defences
 *
 * @typedef {object} Row An answer that may be given, and the literal of when it is.
 * @property {string} node which answer of the decision it is
 * @property {Answer} answer without what may vary
 * @property {number} literal
 *
 * @typedef {object} Detail What may be said of an answer; `kind` is its place among the kinds of details.
 * @property {number} kind
 * @property {string} value
 * @property {number} literal
 *
 * @typedef {object} Variant What decides for a position.
 * @property {Row[]} rows
 * @property {Map<string, Detail[]>} details by node
 * @property {number} contradicted when the findings contradict one another under its axioms
 * @property {number} bareContradicted when they do under the bare statutes
 * @property {number} unlabelled when norms prevail over one another in a circle
 *
 * @typedef {object} Law What decisions are read with.
 * @property {Record<string, Norm>} norms in the order of the law
 * @property {string[]} questions in their order
 * @property {Record<string, string[]>} standing for each source that has days: itself and its predecessors
 *
 * @typedef {object} Norm
 * @property {string} provision
 * @property {string} statute
 * @property {string} question
 * @property {[string, string][]} elements kind and circumstance
 * @property {string | null} effect of a defence
 */

const [DEPENDS_ON, DEFENCE, OPEN_DEFENCE, READING] = places(
  "e:dependsOn",
  "anbao:defence",
  "anbao:openDefence",
  "anbao:reading",
);
export const [WEAKER_THAN] = places("e:weakerThan");

/** The answers that each position may give to the main question as the evidence stands, in one list of gates. */
export class AllAnswers {
  /**
   * @param {import("./decode.js").Part} part
   * @param {Law} law
   */
  constructor(part, law) {
    this.law = law;
    this.nodes = gates(part);
    this.inputs = new Inputs(part.content);
    /** @type {string[]} */
    this.texts = part.content.texts;
    /** @type {Map<string, Variant>} */
    this.variants = new Map(
      part.content.variants.map((/** @type {string} */ name) => [name, this.variant(part, name)]),
    );
  }

  /**
   * @param {import("./decode.js").Part} part
   * @param {string} name
   * @returns {Variant}
   */
  variant(part, name) {
    const text = (/** @type {number} */ at) => this.texts[at] || null;
    const [node, kind, norm, liability, premise, provision, standing, literal] = columns(
      part,
      `rows ${name}`,
      8,
    );
    const rows = [...node].map((_, at) => ({
      node: this.texts[node[at]],
      answer: {
        question: this.law.questions[0],
        kind: this.texts[kind[at]],
        norm: text(norm[at]),
        liability: text(liability[at]),
        premise: text(premise[at]),
        conditions: [],
        provision: text(provision[at]),
        standing: this.texts[standing[at]],
        weaker: false,
        reading: "",
        defences: [],
      },
      literal: literal[at],
    }));
    const [of, kinds, values, literals] = columns(part, `details ${name}`, 4);
    /** @type {Map<string, Detail[]>} */
    const details = new Map(rows.map((row) => [row.node, []]));
    of.forEach((text, at) =>
      details
        .get(this.texts[text])
        ?.push({ kind: kinds[at], value: this.texts[values[at]], literal: literals[at] }),
    );
    const [contradicted, bareContradicted, unlabelled] = stream(part, `others ${name}`);
    return { rows, details, contradicted, bareContradicted, unlabelled };
  }

  /**
   * Returns what is left of all this on the dates of a dispute.
   * @param {Int32Array} given the inputs of the dispute
   * @returns {AllAnswers}
   */
  on(given) {
    const { inputs, left, right } = this.nodes;
    const mapped = new Int32Array(1 + inputs + left.length);
    for (let node = 1; node <= inputs; node++)
      mapped[node] = node > this.inputs.firstDate ? given[node - 1] & 1 : 2 * node;
    const made = new Gates(inputs, left.length);
    for (let gate = 0; gate < left.length; gate++) {
      const one = left[gate];
      const other = right[gate];
      mapped[inputs + 1 + gate] = made.both(mapped[one >> 1] ^ (one & 1), mapped[other >> 1] ^ (other & 1));
    }
    const variants = [...this.variants.values()];
    const roots = variants.flatMap(literals).map((literal) => mapped[literal >> 1] ^ (literal & 1));
    const { nodes, literals: found } = made.needed(roots);
    let at = 0;
    const moved = [...this.variants].map(([name, variant]) => [
      name,
      withLiterals(variant, () => found[at++]),
    ]);
    return Object.assign(Object.create(AllAnswers.prototype), this, {
      nodes,
      variants: new Map(/** @type {any} */ (moved)),
    });
  }

  /**
   * Returns the answers that hold, in their order.
   * @param {Variant} variant
   * @param {(literal: number) => boolean} holds
   */
  given({ rows, details }, holds) {
    const given = rows.filter((row) => holds(row.literal));
    return given
      .map(({ node, answer }) => {
        const said = (details.get(node) ?? []).filter(({ literal }) => holds(literal));
        const of = (/** @type {number} */ wanted) =>
          said.filter(({ kind }) => kind === wanted).map(({ value }) => value);
        return {
          ...answer,
          conditions: of(DEPENDS_ON),
          weaker: of(WEAKER_THAN).length > 0,
          reading: ending(of(READING)[0] ?? ""),
          defences: [
            ...defences(this.law, of(DEFENCE), true),
            ...defences(this.law, of(OPEN_DEFENCE), false),
          ],
        };
      })
      .sort(ordering(this.law));
  }
}

/**
 * Returns the literals of a variant, in the order in which `withLiterals` asks for them.
 * @param {Variant} variant
 */
export function literals({ rows, details, contradicted, bareContradicted, unlabelled }) {
  const told = [...rows, ...[...details.values()].flat()].map(({ literal }) => literal);
  return [...told, contradicted, bareContradicted, unlabelled];
}

/**
 * Returns a variant with other literals; what can never be is left out.
 * @param {Variant} variant
 * @param {() => number} next
 * @returns {Variant}
 */
export function withLiterals({ rows, details }, next) {
  const possible = (/** @type {{literal: number}} */ { literal }) => literal > 0;
  return {
    rows: rows.map((row) => ({ ...row, literal: next() })).filter(possible),
    details: new Map(
      [...details].map(([node, of]) => [
        node,
        of.map((one) => ({ ...one, literal: next() })).filter(possible),
      ]),
    ),
    contradicted: next(),
    bareContradicted: next(),
    unlabelled: next(),
  };
}

/**
 * Returns the defences that reduce or suspend an answer.
 * @param {Law} law
 * @param {string[]} norms
 * @param {boolean} established
 */
export function defences(law, norms, established) {
  return norms.map((norm) => ({ norm, effect: ending(law.norms[norm].effect ?? ""), established }));
}

/**
 * Returns what orders answers: by their question, the firm ones first.
 * @param {Law} law
 * @returns {(a: Answer, b: Answer) => number}
 */
export function ordering({ questions }) {
  const firm = (/** @type {Answer} */ answer) => Number(answer.standing !== "firm");
  return (a, b) =>
    questions.indexOf(a.question) - questions.indexOf(b.question) ||
    firm(a) - firm(b) ||
    alphabetic(a.norm, b.norm) ||
    alphabetic(a.premise, b.premise);
}

/**
 * @param {string | null} a
 * @param {string | null} b
 */
export function alphabetic(a, b) {
  return (a ?? "") < (b ?? "") ? -1 : Number((a ?? "") > (b ?? ""));
}

/**
 * Returns the places of kinds of details.
 * @param {(typeof DETAILS[number])[]} names
 */
function places(...names) {
  return names.map((name) => DETAILS.indexOf(name));
}
