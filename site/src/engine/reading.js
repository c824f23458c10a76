/** Reads decisions out of a store on which the rules have run. Mirrors `src/anbao/engine/reading.py`. */

import { Situation } from "./situation.js";
import { SCOPE_KINDS } from "../generated.js";
import { ending } from "./names.js";

/** @type {Set<string>} */
const SCOPE = new Set(SCOPE_KINDS);

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
 * @property {Record<string, string[]>} conditions of premises
 *
 * @typedef {object} Element
 * @property {string} kind
 * @property {string} circumstance
 * @property {string} state `Established`, `Refuted`, `LeftOpen` or `Silent`
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
    /** @type {Map<string, Answer[]>} */
    this.answered = new Map();
    /** @type {Map<Situation, Map<string, Assessment[]>>} */
    this.assessed = new Map();
  }

  /**
   * Returns the situation of a dispute under the bare statutes.
   * @param {import("./disputes.js").Dispute} dispute
   */
  plain(dispute) {
    return this.situation(dispute, this.bare);
  }

  /**
   * Returns a dispute under a position: a situation of its own, or that under the bare statutes.
   * @param {import("./disputes.js").Dispute} dispute
   * @param {string} position
   * @returns {Situation}
   */
  situation(dispute, position) {
    const { profile, axioms } = this.positions[position];
    const name = `${dispute.iri}/under/${ending(profile)}`;
    if (position !== this.bare && !this.index.one(name, "profile")) return this.plain(dispute);
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
    const apart = this.index.one(node, "basis");
    // A position that changes nothing decides as the bare statutes do.
    const source = apart ? node : `${dispute.iri}/decision/${ending(this.bare)}`;
    const situation = this.situation(dispute, position);
    const twin = `${source}/closed`;
    const closes = this.index.one(twin, "basis");
    return {
      ...this.findings(situation, source, node),
      notRaised: this.notRaised(situation),
      contradiction: situation.contradiction(),
      closed: closes ? this.findings(situation, twin, apart ? twin : node) : null,
    };
  }

  /**
   * Returns what was found: answers from one node, what had no effect from another.
   * @param {Situation} situation
   * @param {string} source
   * @param {string} node
   * @returns {Findings}
   */
  findings(situation, source, node) {
    const { index } = this;
    const basis = index.get(source, "basis")[0];
    return {
      answers: this.answers(source),
      assessments: this.assessments(situation, basis),
      withoutEffect: index.get(node, "withoutEffect"),
      production: index.get(basis, "production"),
      notInForce: index.get(basis, "notInForce"),
    };
  }

  /**
   * Returns the answers of a decision; worked out once for each.
   * @param {string} node
   */
  answers(node) {
    let found = this.answered.get(node);
    if (!found) {
      const items = this.index.to("of", node).filter((item) => this.index.one(item, "answerKind"));
      found = items.map((item) => this.answer(item)).sort((a, b) => this.compare(a, b));
      this.answered.set(node, found);
    }
    return found;
  }

  /**
   * Returns the assessments of a decision, explained in a situation; worked out once for each.
   * @param {Situation} situation
   * @param {string} node
   */
  assessments(situation, node) {
    const known = this.assessed.get(situation) ?? new Map();
    this.assessed.set(situation, known);
    if (!known.has(node)) {
      const items = this.index.to("of", node).filter((item) => this.index.one(item, "norm"));
      const place = (/** @type {Assessment} */ { norm }) => this.order.get(norm) ?? 0;
      known.set(
        node,
        items.map((item) => this.assessment(situation, item)).sort((a, b) => place(a) - place(b)),
      );
    }
    return known.get(node);
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
    const dispute = situation.dispute.iri;
    const { known, refuted, raised } = situation;
    const found = [];
    for (const name of [...index.get(dispute, "available"), ...index.get(dispute, "perhapsAvailable")]) {
      const norm = this.law.norms[name];
      if (!norm?.elements.length || !norm.question || raised.has(name)) continue;
      const elements = norm.elements.map(([, circumstance]) => circumstance);
      const silent = elements.filter((circumstance) => !known.has(circumstance));
      const fallen = elements.filter((circumstance) => refuted.has(circumstance));
      const lacking = new Set([...silent, ...fallen]);
      const scope = new Set(
        norm.elements.filter(([kind, one]) => SCOPE.has(kind) && lacking.has(one)).map(([, one]) => one),
      );
      found.push({ far: scope.size, all: lacking.size, silence: { norm: name, silent, refuted: fallen } });
    }
    // By how much of their scope lacks, then of all their elements.
    found.sort((a, b) => a.far - b.far || a.all - b.all || alphabetic(a.silence.norm, b.silence.norm));
    return found.map(({ silence }) => silence);
  }

  /**
   * @param {string} node
   * @returns {Answer}
   */
  answer(node) {
    const one = (/** @type {string} */ predicate) => this.index.one(node, predicate);
    const assessment = one("fromAssessment");
    const premise = one("underPremise");
    const kind = ending(one("answerKind") ?? "");
    return {
      question: one("question") ?? "",
      kind,
      norm: assessment && this.norm(assessment),
      liability: one("liability"),
      premise,
      conditions: kind === "Conditional" && premise ? (this.law.conditions[premise] ?? []) : [],
      provision: one("authority"),
      standing: assessment && kind !== "OutsideGraph" ? this.standing(assessment) : "firm",
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

  /** @param {string} assessment */
  standing(assessment) {
    if (this.index.one(assessment, "status") === "anbao:Open") return "pending";
    return this.index.one(assessment, "label") === "anbao:Governs" ? "firm" : "provisional";
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
    const shifted = new Set(this.index.get(node, "borneByDefendant"));
    const { elements, effect } = this.law.norms[norm];
    return elements.map(([kind, circumstance]) => {
      const state = situation.known.get(circumstance) ?? "Silent";
      const decided = state === "Established" || state === "Refuted";
      const steps = decided ? situation.steps(circumstance, state === "Established") : [];
      const defendant = shifted.has(circumstance) || effect;
      return { kind, circumstance, state, steps, burden: defendant ? "DefendantSide" : "ClaimantSide" };
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
