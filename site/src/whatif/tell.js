/** Decisions in words, as nodes: answers, reasons, elements. */

import { tree } from "../data.js";
import { h } from "../dom.js";
import { ending } from "../engine/names.js";
import { MARKS } from "../generated.js";

const WITHOUT_LIABILITY = new Set(["NoLiability", "OutsideGraph", "NothingInIssue"]);
const PLACE = "\u0000"; // stands for a node in a text
// What tells two norms apart, as (Tort Liability Law): not said where the provision has it.
const STATUTE_BEHIND = /\s?[(（]([^()（）]+)[)）]$/;
const ORDER = ["Governs", "Uncertain", "Displaced", ""];

/**
 * @typedef {import("../dom.js").Child} Child
 * @typedef {import("../engine/answers.js").Answer} Answer
 * @typedef {import("../engine/reading.js").Assessment} Assessment
 * @typedef {import("../engine/reading.js").Element} Element
 * @typedef {import("../engine/reading.js").Ground} Ground
 * @typedef {import("../engine/reading.js").Step} Step
 */

export class Teller {
  /**
   * @param {any} knowledge the data file of the engine
   * @param {(name: any, values?: Record<string, unknown>) => string} say
   * @param {"zh" | "en"} language
   */
  constructor(knowledge, say, language) {
    this.knowledge = knowledge;
    this.say = say;
    this.place = language === "zh" ? 0 : 1;
    this.colon = language === "zh" ? "：" : ": ";
    this.comma = language === "zh" ? "、" : ", ";
  }

  /**
   * Returns the label of a name.
   * @param {string} name
   */
  label(name) {
    return this.knowledge.labels[name]?.[this.place] ?? ending(name);
  }

  /**
   * Returns the label of a term of the ontology.
   * @param {string} name
   */
  term(name) {
    return this.label(`anbao:${name}`);
  }

  /**
   * Returns a name as a link to its page.
   * @param {string} name
   * @param {string} [text]
   */
  link(name, text = this.label(name)) {
    const folder = name.startsWith("circ:") ? "circumstance" : "id";
    return h("a", { href: `${tree}${folder}/${ending(name)}/index.html` }, text);
  }

  /**
   * Returns a norm as its provision and what it is about.
   * @param {string} norm
   */
  norm(norm) {
    const { provision } = this.knowledge.law.norms[norm];
    const name = this.label(norm);
    const behind = name.match(STATUTE_BEHIND);
    const twice = behind && this.label(provision).startsWith(behind[1]);
    return [this.link(provision), this.colon, twice ? name.slice(0, behind.index) : name];
  }

  /**
   * Returns the provision of a norm as a link.
   * @param {string} norm
   */
  provision(norm) {
    return this.link(this.knowledge.law.norms[norm].provision);
  }

  /**
   * Returns children with a comma between them.
   * @param {Child[]} children
   * @returns {Child[]}
   */
  list(children) {
    return children.flatMap((child, place) => (place ? [this.comma, child] : [child]));
  }

  /**
   * Returns one answer: the liability, how settled it is, on which provision it rests.
   * @param {Answer} answer
   * @returns {Child}
   */
  answer(answer) {
    if (WITHOUT_LIABILITY.has(answer.kind)) {
      const resting = answer.provision && [" · ", this.link(answer.provision)];
      return h("p", { class: "answer" }, h("b", null, this.term(answer.kind)), resting);
    }
    const firm = answer.standing === "firm";
    return h(
      "p",
      { class: `answer ${answer.standing}` },
      h("b", null, this.label(answer.liability ?? "")),
      answer.kind !== "Settled" && [" ", h("span", { class: "tag" }, this.term(answer.kind))],
      answer.conditions.length > 0 && [
        " ",
        this.around("if", this.list(answer.conditions.map((name) => this.link(name))), "conditions"),
      ],
      answer.norm && [" · ", this.provision(answer.norm)],
      answer.defences.map((defence) => this.defence(defence)),
      !firm && [
        " ",
        h(
          "span",
          { class: "tag", title: this.say(`answers.${answer.standing} long`) },
          this.say(`answers.${answer.standing}`),
        ),
      ],
      answer.reading && [" ", h("small", null, this.say(`answers.${answer.reading}`))],
      answer.weaker && [" ", h("small", null, this.say("answers.weaker"))],
    );
  }

  /** @param {Answer["defences"][number]} defence */
  defence({ norm, effect, established }) {
    return [" · ", this.around(established ? effect : `perhaps ${effect}`, this.provision(norm))];
  }

  /**
   * Returns an entry of the answers' words with a node in one of its places.
   * @param {string} name
   * @param {Child} node
   * @param {string} [place]
   * @returns {Child[]}
   */
  around(name, node, place = "norm") {
    const [before, after] = this.say(`answers.${name}`, { [place]: PLACE }).split(PLACE);
    return [before, node, after];
  }

  /**
   * Returns the answers to a question in words, to compare and to show.
   * @param {Answer[]} answers
   */
  answers(answers) {
    return answers.length
      ? answers.map((answer) => this.answer(answer))
      : [h("p", { class: "muted" }, this.say("answers.nothing raised"))];
  }

  /**
   * Returns answers in one line: each liability once, with how settled it is.
   * @param {Answer[]} answers
   */
  line(answers) {
    const told = answers.map(({ kind, liability, standing }) => {
      const settled = kind === "Settled" || WITHOUT_LIABILITY.has(kind);
      const name = liability ? this.label(liability) : this.term(kind);
      const notes = [
        settled ? "" : this.term(kind),
        standing === "firm" ? "" : this.say(`answers.${standing}`),
      ].filter(Boolean);
      return notes.length ? `${name} (${notes.join(this.comma)})` : name;
    });
    return told.length ? [...new Set(told)].join(this.comma) : this.say("answers.nothing raised");
  }

  /**
   * Returns what a premise says, with its pinpoint.
   * @param {string} premise
   */
  premise(premise) {
    const pinpoint = this.knowledge.pinpoints[premise];
    return h("span", { class: "premise" }, this.label(premise), pinpoint && h("small", null, ` ${pinpoint}`));
  }

  /**
   * Returns why norms stand as they do, those that govern first.
   * @param {Assessment[]} assessments
   */
  reasons(assessments) {
    const ordered = assessments
      .map((assessment, place) => ({ assessment, place }))
      .sort(
        (a, b) =>
          ORDER.indexOf(a.assessment.label) - ORDER.indexOf(b.assessment.label) ||
          Number(a.assessment.status !== "Excepted") - Number(b.assessment.status !== "Excepted") ||
          a.place - b.place,
      );
    /** @type {Set<string>} */
    const told = new Set();
    return ordered.map(({ assessment }) => this.reason(assessment, told));
  }

  /**
   * @param {Assessment} assessment
   * @param {Set<string>} told the elements, and pairs of norms, that were told before
   */
  reason(assessment, told) {
    const { label, status, norm, elements } = assessment;
    const names = [status, label].filter(Boolean).map((name) => this.term(name));
    return h(
      "div",
      { class: `reason ${label} ${status}` },
      h("p", null, h("span", { class: "status" }, names.join(" · ")), " ", this.norm(norm)),
      this.remarks(assessment, told).map((remark) => h("p", { class: "remark" }, remark)),
      label !== "Displaced" && h("ul", null, this.elements(elements, told)),
    );
  }

  /**
   * @param {Assessment} assessment
   * @param {Set<string>} told the pairs of norms beside one another that were told before
   * @returns {Child[]}
   */
  remarks({ norm, inTime, closedFor, exceptedBy, openExceptions, displacedBy, beside, label }, told) {
    const { say } = this;
    const pair = (/** @type {string} */ other) => JSON.stringify([norm, other].sort());
    const others = beside.filter((other) => !told.has(pair(other)));
    for (const other of others) told.add(pair(other));
    return [
      inTime ? null : say("answers.not in time"),
      closedFor ? say("answers.closed for", { side: this.term(closedFor) }) : null,
      ...exceptedBy.map((name) => `${say("answers.excepted")}${this.colon}${this.label(name)}`),
      ...openExceptions.map((name) => `${say("answers.exception open")}${this.colon}${this.label(name)}`),
      ...displacedBy.filter(({ decisive }) => decisive).map((ground) => this.ground(ground, label)),
      ...others.map((norm) => this.around("beside", this.norm(norm))),
    ].filter(Boolean);
  }

  /**
   * @param {Ground} ground
   * @param {string} label
   */
  ground({ upper, canon, authority }, label) {
    const { say } = this;
    return [
      this.around(label === "Displaced" ? "displaced by" : "may be displaced by", this.norm(upper)),
      ` · ${this.term(canon)}`,
      canon === "LexSpecialis" && ` (${say("answers.inferred")})`,
      ` · ${say("answers.authority")}${this.colon}`,
      this.list(authority.map((name) => this.label(name))),
    ];
  }

  /**
   * Returns elements with their grounds; those that were told before in one line at the end.
   * @param {Element[]} elements
   * @param {Set<string>} told
   */
  elements(elements, told) {
    const key = (/** @type {Element} */ { kind, circumstance, state, steps }) =>
      JSON.stringify([kind, circumstance, state, steps]);
    const before = elements.filter((element) => told.has(key(element)));
    const fresh = elements.filter((element) => !before.includes(element));
    for (const element of fresh) told.add(key(element));
    const names = before.map(({ circumstance }) => this.label(circumstance)).join(this.comma);
    return [
      fresh.map((element) => this.element(element)),
      before.length > 0 &&
        h("li", null, h("small", null, this.say("answers.same as above", { elements: names }))),
    ];
  }

  /** @param {Element} element */
  element({ kind, circumstance, state, steps, burden }) {
    const open =
      state === "LeftOpen" &&
      h("small", null, ` ${this.say("answers.not proved burden on", { side: this.term(burden) })}`);
    const path = steps.length > 1 && h("small", null, " ← ", this.steps(steps));
    const mark = h(
      "span",
      { class: "mark", title: this.term(state), role: "img", "aria-label": this.term(state) },
      MARKS[/** @type {keyof typeof MARKS} */ (state)],
    );
    return h(
      "li",
      { class: state },
      mark,
      " ",
      h("small", null, this.label(kind)),
      " ",
      this.link(circumstance),
      open,
      path,
    );
  }

  /**
   * Returns the steps from findings to an element.
   * @param {Step[]} steps
   * @returns {Child[]}
   */
  steps([first, ...later]) {
    const words = [`${first.holds ? "" : "✗ "}${this.label(first.circumstance)}`];
    for (const { by, holds, circumstance, sources } of later) {
      const name = this.label(circumstance);
      if (by === "taxonomy") words.push(sources.map((source) => this.label(source)).join(this.comma));
      else if (by === "finding") words.push(`${holds ? "" : "✗ "}${name}`);
      else if (by.includes(":")) words.push(this.label(by));
      else words.push(this.say(`answers.${by}`, { other: name }));
    }
    return [words.filter(Boolean).join(" → ")];
  }

  /**
   * Returns both sides of a contradiction, with the axioms that lead there.
   * @param {NonNullable<import("../engine/reading.js").Decision["contradiction"]>} contradiction
   */
  contradiction({ circumstance, yes, no }) {
    const side = (/** @type {string} */ word, /** @type {Step[]} */ steps) =>
      h("li", null, h("b", null, this.say(word)), this.colon, this.axioms(steps));
    return h(
      "div",
      { class: "clash" },
      h("p", null, this.link(circumstance)),
      h("ul", null, side("whatif.holds", yes), side("whatif.does not hold", no)),
    );
  }

  /**
   * Returns steps one by one, each with the sources of its axiom.
   * @param {Step[]} steps
   */
  axioms(steps) {
    return steps.map(({ circumstance, holds, by, sources }, place) => [
      place > 0 && " → ",
      `${holds ? "" : "✗ "}${this.label(circumstance)}`,
      by === "disjointness" && ` (${this.say("answers.excludes")})`,
      sources.length > 0 &&
        h("small", null, " [", this.list(sources.map((source) => this.label(source))), "]"),
    ]);
  }
}
