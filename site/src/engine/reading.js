/** Reads a decision with its reasons out of what the rules gave: rows, as `src/anbao/engine/reading.py` does. */

import { alphabetic, defences, ordering } from "./answers.js";
import { SCOPE_KINDS } from "../generated.js";
import { ending } from "./names.js";
import { DISPUTE, Situation } from "./situation.js";

const SCOPE = new Set(/** @type {readonly string[]} */ (SCOPE_KINDS));

/**
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {import("./situation.js").Step} Step
 *
 * @typedef {object} Element
 * @property {string} kind
 * @property {string} circumstance
 * @property {string} state `Established`, `Refuted`, `LeftOpen`, `NotShown` or `Silent`
 * @property {Step[]} steps
 * @property {string} burden
 *
 * @typedef {object} Ground
 * @property {string} upper
 * @property {string} canon
 * @property {string[]} authority
 * @property {boolean} decisive
 *
 * @typedef {object} Assessment
 * @property {string} norm
 * @property {string} status
 * @property {string} label
 * @property {Element[]} elements
 * @property {string[]} exceptedBy
 * @property {string[]} openExceptions
 * @property {Ground[]} displacedBy
 * @property {string[]} beside
 * @property {boolean} inTime
 * @property {string} closedFor
 *
 * @typedef {object} Findings
 * @property {Answer[]} answers
 * @property {Assessment[]} assessments
 * @property {string[]} withoutEffect
 * @property {string[]} production
 * @property {string[]} notInForce
 * @property {{norm: string, lacks: string[]}[]} nearest
 *
 * @typedef {Findings & {
 *   notRaised: {norm: string, silent: string[], refuted: string[], notShown: string[]}[],
 *   contradiction: ReturnType<Situation["contradiction"]>,
 *   closed: Findings | null,
 * }} Decision
 */

export class Reader {
  /**
   * @param {import("./answers.js").Law} law
   * @param {import("./triples.js").Index} index
   * @param {import("./inputs.js").Dispute} dispute
   * @param {import("./situation.js").Taxonomy} taxonomy of the position
   */
  constructor(law, index, dispute, taxonomy) {
    this.law = law;
    this.index = index;
    this.order = new Map(Object.keys(law.norms).map((norm, place) => [norm, place]));
    const nodes = index.to("dispute", DISPUTE);
    this.node = nodes.find((node) => index.one(node, "stage") === "anbao:AsItStands") ?? "";
    this.closed = nodes.find((node) => index.one(node, "stage") === "anbao:EvidenceClosed");
    this.nodes = nodes;
    const name = index.one(this.node, "situation") ?? "";
    this.situation = new Situation(index, dispute, name, taxonomy, law.standing);
  }

  /** Returns the norms that live in a dispute and got no label: those of a circle of priorities. */
  unlabelled() {
    const live = this.nodes.flatMap((decision) => this.index.to("live", decision));
    return live.filter((node) => !this.index.one(node, "label")).map((node) => this.norm(node));
  }

  /** @param {string} assessment */
  norm(assessment) {
    return this.index.get(assessment, "norm")[0];
  }

  /**
   * Returns the decision, with what follows if the evidence closed.
   * @returns {Decision}
   */
  decision() {
    return {
      ...this.findings(this.node),
      notRaised: this.notRaised(),
      contradiction: this.situation.contradiction(),
      closed: this.closed ? this.findings(this.closed) : null,
    };
  }

  /**
   * @param {string} node
   * @returns {Findings}
   */
  findings(node) {
    const { index } = this;
    return {
      answers: this.answers(node),
      assessments: this.assessments(node),
      withoutEffect: index.get(node, "withoutEffect"),
      production: index.get(node, "production"),
      notInForce: index.get(node, "notInForce"),
      nearest: this.nearest(node),
    };
  }

  /**
   * Returns the norms that came nearest where the main question gets no liability, ordered as `notRaised` is.
   * @param {string} node
   */
  nearest(node) {
    const { index } = this;
    const all = index
      .to("nearTo", node)
      .map((near) => ({ norm: this.norm(near), lacks: index.get(near, "lacks") }));
    const less = (/** @type {string[]} */ one, /** @type {string[]} */ other) =>
      one.length < other.length && one.every((element) => other.includes(element));
    const chosen = all.filter(({ lacks }) => !all.some((other) => less(other.lacks, lacks)));
    const found = chosen.map(({ norm, lacks }) => {
      const scope = this.law.norms[norm].elements.filter(([kind]) => SCOPE.has(kind)).map(([, one]) => one);
      const far = scope.filter((one) => lacks.includes(one)).length;
      return { far, near: { norm, lacks: this.ordered(norm, lacks) } };
    });
    found.sort(
      (a, b) =>
        a.far - b.far || a.near.lacks.length - b.near.lacks.length || alphabetic(a.near.norm, b.near.norm),
    );
    return found.map(({ near }) => near);
  }

  /** @param {string} node */
  answers(node) {
    const items = this.index.to("answerOf", node);
    return items.map((item) => this.answer(item)).sort(ordering(this.law));
  }

  /** @param {string} node */
  assessments(node) {
    const items = this.index.to("of", node);
    const place = (/** @type {Assessment} */ { norm }) => this.order.get(norm) ?? 0;
    return items.map((item) => this.assessment(item)).sort((a, b) => place(a) - place(b));
  }

  /** Returns why the norms in force that were not raised were not, the nearest first. */
  notRaised() {
    const { index } = this;
    const found = [];
    for (const absence of index.to("absentIn", this.situation.name)) {
      for (const norm of index.get(absence, "notRaised")) {
        const silent = this.ordered(norm, index.get(absence, "silentElement"));
        const refuted = this.ordered(norm, index.get(absence, "refutedElement"));
        const notShown = this.ordered(norm, index.get(absence, "notShownElement"));
        const far = index.get(absence, "missingScopeElement").length;
        const all = silent.length + refuted.length + notShown.length;
        found.push({ far, all, silence: { norm, silent, refuted, notShown } });
      }
    }
    // By how much of their scope lacks, then of all their elements.
    found.sort((a, b) => a.far - b.far || a.all - b.all || alphabetic(a.silence.norm, b.silence.norm));
    return found.map(({ silence }) => silence);
  }

  /**
   * Returns elements in the order in which the norm has them.
   * @param {string} norm
   * @param {string[]} elements
   */
  ordered(norm, elements) {
    return this.law.norms[norm].elements.map(([, one]) => one).filter((one) => elements.includes(one));
  }

  /**
   * @param {string} node
   * @returns {Answer}
   */
  answer(node) {
    const one = (/** @type {string} */ predicate) => this.index.one(node, predicate);
    const assessment = one("fromAssessment");
    return {
      question: one("question") ?? "",
      kind: ending(one("answerKind") ?? ""),
      norm: assessment && this.norm(assessment),
      liability: one("liability"),
      premise: one("underPremise"),
      conditions: this.index.get(node, "dependsOn"),
      provision: one("authority"),
      standing: ending(one("standing") ?? ""),
      weaker: Boolean(one("weakerThan")),
      reading: ending(one("reading") ?? ""),
      defences: [
        ...defences(this.law, this.index.get(node, "defence"), true),
        ...defences(this.law, this.index.get(node, "openDefence"), false),
      ],
    };
  }

  /**
   * @param {string} node
   * @returns {Assessment}
   */
  assessment(node) {
    const { index } = this;
    const norm = this.norm(node);
    return {
      norm,
      status: ending(index.one(node, "status") ?? ""),
      label: ending(index.one(node, "label") ?? ""),
      elements: this.elements(node, norm),
      exceptedBy: index.get(node, "exceptedBy"),
      openExceptions: index.get(node, "mayBeExceptedBy"),
      displacedBy: this.grounds(node),
      beside: index.get(node, "undetermined").map((other) => this.norm(other)),
      inTime: index.get(DISPUTE, "available").includes(norm),
      closedFor: ending(index.one(node, "closedFor") ?? ""),
    };
  }

  /**
   * Returns the grounds on which something prevails over an assessment.
   * @param {string} node
   * @returns {Ground[]}
   */
  grounds(node) {
    const { index } = this;
    const prevailing = new Set(index.to("over", node));
    return index
      .to("lower", node)
      .filter((ground) => prevailing.has(index.get(ground, "upper")[0]))
      .map((ground) => ({
        upper: this.norm(index.get(ground, "upper")[0]),
        canon: ending(index.get(ground, "canon")[0]),
        authority: index.get(ground, "authority"),
        decisive: Boolean(index.one(ground, "decisive")),
      }));
  }

  /**
   * @param {string} node
   * @param {string} norm
   * @returns {Element[]}
   */
  elements(node, norm) {
    const { index, situation } = this;
    const burdens = index.to("under", node).filter((burden) => !index.one(burden, "ofException"));
    const sides = new Map(
      burdens.map((burden) => [index.get(burden, "circumstance")[0], index.get(burden, "onSide")[0]]),
    );
    return this.law.norms[norm].elements.map(([kind, circumstance]) => {
      const state = situation.known.get(circumstance) ?? "Silent";
      const steps = this.steps(circumstance, state);
      return { kind, circumstance, state, steps, burden: ending(sides.get(circumstance) ?? "") };
    });
  }

  /**
   * Returns the steps that lead to an element, or that were to lead to it.
   * @param {string} circumstance
   * @param {string} state
   */
  steps(circumstance, state) {
    if (state === "NotShown") return this.situation.failing(circumstance);
    const found = state === "Established" || state === "Refuted";
    return found ? this.situation.steps(circumstance, state === "Established") : [];
  }
}
