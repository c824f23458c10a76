/** Reads decisions out of a store on which the rules have run. Mirrors `src/anbao/engine/reading.py`. */

import { Situation } from "./situation.js";
import { ending } from "./names.js";

/**
 * @typedef {import("./situation.js").Step} Step
 *
 * @typedef {object} Norm
 * @property {string} provision
 * @property {string} statute
 * @property {string} question
 * @property {[string, string][]} elements kind and circumstance
 * @property {string | null} effect of a defence
 *
 * @typedef {object} Law What decisions are read with.
 * @property {Record<string, Norm>} norms in the order of the law
 * @property {string[]} questions in their order
 *
 * @typedef {object} Element
 * @property {string} kind
 * @property {string} circumstance
 * @property {string} state `Established`, `Refuted` or `LeftOpen`
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
 * @property {{norm: string, effect: string, established: boolean}[]} defences
 *
 * @typedef {object} Findings
 * @property {Answer[]} answers
 * @property {Assessment[]} assessments
 * @property {string[]} withoutEffect
 * @property {string[]} production
 * @property {string[]} notInForce
 *
 * @typedef {Findings & {
 *   notRaised: {norm: string, silent: string[], refuted: string[]}[],
 *   contradiction: ReturnType<Situation["contradiction"]>,
 *   closed: Findings | null,
 * }} Decision
 */

export class Reader {
  /**
   * @param {{law: Law, bare: string}} knowledge
   * @param {import("./index.js").Index} index
   * @param {import("./situation.js").Taxonomy[]} taxonomies
   * @param {Record<string, import("./decide.js").Place>} positions
   */
  constructor({ law, bare }, index, taxonomies, positions) {
    this.law = law;
    this.bare = bare;
    this.index = index;
    this.taxonomies = taxonomies;
    this.positions = positions;
    this.order = new Map(Object.keys(law.norms).map((norm, place) => [norm, place]));
    /** @type {Map<string, Situation>} */
    this.situations = new Map();
    /** @type {Map<Situation, Decision["notRaised"]>} */
    this.silent = new Map();
  }

  /**
   * Returns the situation of a dispute under the bare statutes.
   * @param {import("./disputes.js").Dispute} dispute
   */
  plain(dispute) {
    return this.situation(dispute, this.bare);
  }

  /**
   * Returns a dispute under the axioms of a position.
   * @param {import("./disputes.js").Dispute} dispute
   * @param {string} position
   * @returns {Situation}
   */
  situation(dispute, position) {
    const { profile, axioms } = this.positions[position];
    const name = `${dispute.iri}/under/${ending(profile)}`;
    const key = `${name} ${axioms}`;
    let found = this.situations.get(key);
    if (!found) {
      found = new Situation(this.index, dispute, profile, this.taxonomies[axioms]);
      this.situations.set(key, found);
    }
    return found;
  }

  /**
   * Returns the norms that live in a dispute and got no label: those of a circle of priorities.
   * @param {import("./disputes.js").Dispute} dispute
   */
  unlabelled(dispute) {
    const live = this.index.to("dispute", dispute.iri).flatMap((decision) => this.index.to("live", decision));
    return live.filter((node) => !this.index.one(node, "label")).map((node) => this.norm(node));
  }

  /** @param {string} assessment */
  norm(assessment) {
    return this.index.get(assessment, "norm")[0];
  }

  /**
   * Returns the decision for a dispute under a position, with what follows if the evidence closed.
   * @param {import("./disputes.js").Dispute} dispute
   * @param {string} position
   * @returns {Decision}
   */
  decision(dispute, position) {
    const node = `${dispute.iri}/decision/${ending(position)}`;
    const closed = `${node}/closed`;
    const situation = this.situation(dispute, position);
    return {
      ...this.findings(situation, node),
      notRaised: this.notRaised(situation),
      contradiction: situation.contradiction(),
      closed: this.index.one(closed, "stage") ? this.findings(situation, closed) : null,
    };
  }

  /**
   * @param {Situation} situation
   * @param {string} node
   * @returns {Findings}
   */
  findings(situation, node) {
    const { index } = this;
    return {
      answers: this.answers(node),
      assessments: this.assessments(situation, node),
      withoutEffect: index.get(node, "withoutEffect"),
      production: index.get(node, "production"),
      notInForce: index.get(node, "notInForce"),
    };
  }

  /** @param {string} node */
  answers(node) {
    const items = this.index.to("answerOf", node);
    return items.map((item) => this.answer(item)).sort((a, b) => this.compare(a, b));
  }

  /**
   * @param {Situation} situation
   * @param {string} node
   */
  assessments(situation, node) {
    const items = this.index.to("of", node);
    const place = (/** @type {Assessment} */ { norm }) => this.order.get(norm) ?? 0;
    return items.map((item) => this.assessment(situation, item)).sort((a, b) => place(a) - place(b));
  }

  /**
   * Orders answers by their question, the firm ones first.
   * @param {Answer} a
   * @param {Answer} b
   */
  compare(a, b) {
    const place = (/** @type {Answer} */ answer) => this.law.questions.indexOf(answer.question);
    const firm = (/** @type {Answer} */ answer) => Number(answer.standing !== "firm");
    return (
      place(a) - place(b) ||
      firm(a) - firm(b) ||
      alphabetic(a.norm, b.norm) ||
      alphabetic(a.premise, b.premise)
    );
  }

  /** @param {Situation} situation */
  notRaised(situation) {
    const found = this.silent.get(situation) ?? this.silences(situation);
    this.silent.set(situation, found);
    return found;
  }

  /**
   * Returns why the norms in force that were not raised were not, the nearest first.
   * @param {Situation} situation
   */
  silences(situation) {
    const { index } = this;
    const found = [];
    for (const absence of index.to("absentIn", situation.name)) {
      for (const norm of index.get(absence, "notRaised")) {
        const silent = this.ordered(norm, index.get(absence, "silentElement"));
        const refuted = this.ordered(norm, index.get(absence, "refutedElement"));
        const far = index.get(absence, "missingScopeElement").length;
        found.push({ far, all: silent.length + refuted.length, silence: { norm, silent, refuted } });
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
      defences: [...this.defences(node, "defence"), ...this.defences(node, "openDefence")],
    };
  }

  /**
   * Returns the defences that reduce or suspend an answer.
   * @param {string} node
   * @param {string} relation
   */
  defences(node, relation) {
    return this.index.get(node, relation).map((norm) => ({
      norm,
      effect: ending(this.law.norms[norm].effect ?? ""),
      established: relation === "defence",
    }));
  }

  /**
   * @param {Situation} situation
   * @param {string} node
   * @returns {Assessment}
   */
  assessment(situation, node) {
    const { index } = this;
    const norm = this.norm(node);
    return {
      norm,
      status: ending(index.one(node, "status") ?? ""),
      label: ending(index.one(node, "label") ?? ""),
      elements: this.elements(situation, node, norm),
      exceptedBy: index.get(node, "exceptedBy"),
      openExceptions: index.get(node, "mayBeExceptedBy"),
      displacedBy: this.grounds(node),
      beside: index.get(node, "undetermined").map((other) => this.norm(other)),
      inTime: index.get(situation.dispute.iri, "available").includes(norm),
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
   * @param {Situation} situation
   * @param {string} node
   * @param {string} norm
   * @returns {Element[]}
   */
  elements(situation, node, norm) {
    const { index } = this;
    const burdens = index.to("under", node).filter((burden) => !index.one(burden, "ofException"));
    const sides = new Map(
      burdens.map((burden) => [index.get(burden, "circumstance")[0], index.get(burden, "onSide")[0]]),
    );
    return this.law.norms[norm].elements.map(([kind, circumstance]) => {
      const state = situation.known.get(circumstance) ?? "";
      const steps = state === "LeftOpen" ? [] : situation.steps(circumstance, state === "Established");
      return { kind, circumstance, state, steps, burden: ending(sides.get(circumstance) ?? "") };
    });
  }
}

/**
 * @param {string | null} a
 * @param {string | null} b
 */
function alphabetic(a, b) {
  return (a ?? "") < (b ?? "") ? -1 : Number((a ?? "") > (b ?? ""));
}
