/** What each position answers, beside each other, and the reasons behind the one that was chosen. */

import { h, show } from "../dom.js";
import { ending } from "../engine/names.js";
import { Teller } from "./tell.js";

const NEAREST = 5; // norms that nobody raised and that are shown
const FLIPS = 5; // answers that single changes lead to and that are shown at first

/**
 * @typedef {import("../dom.js").Child} Child
 * @typedef {import("../engine/reading.js").Decision} Decision
 * @typedef {import("../engine/decide.js").Result} Result
 * @typedef {import("../engine/flips.js").Flip} Flip
 */

export class Answers {
  /**
   * @param {any} knowledge the data file of the engine
   * @param {(name: any, values?: Record<string, unknown>) => string} say
   * @param {"zh" | "en"} language
   * @param {(position: string) => void} chosen
   */
  constructor(knowledge, say, language, chosen) {
    this.knowledge = knowledge;
    this.tell = new Teller(knowledge, say, language);
    this.main = knowledge.law.questions[0];
    this.say = say;
    this.chosen = chosen;
    /** @type {Result} */
    this.result = { decisions: {}, contradiction: null, circle: [] };
    /** @type {string} */
    this.position = knowledge.bare;
    this.table = h("div", { class: "answers-table" });
    this.reasons = h("div", { class: "reasons" });
    this.flips = h("section", { class: "flips" });
    this.element = h("div", null, this.table, this.reasons, this.flips);
    this.full = false;
    this.empty();
  }

  empty() {
    show(this.table, h("p", { class: "lead" }, this.say("whatif.begin")));
    show(this.reasons);
    show(this.flips);
  }

  /**
   * Draws a result.
   * @param {Result} result
   * @param {string} position the end of the IRI of the one whose reasons are shown
   */
  draw(result, position) {
    this.result = result;
    show(this.flips);
    if (result.contradiction || result.circle.length) return this.undecided(result);
    const wanted = `id:${position}`;
    this.position = wanted in result.decisions ? wanted : this.knowledge.bare;
    this.drawTable();
    this.drawReasons();
  }

  /** @param {Result} result */
  undecided({ contradiction, circle }) {
    const { say, tell } = this;
    const norms = tell.list([...new Set(circle)].map((norm) => tell.label(norm)));
    const told = contradiction
      ? [
          h("h3", null, say("whatif.contradiction")),
          tell.contradiction(contradiction),
          h("p", null, say("whatif.mend")),
        ]
      : h("p", null, say("whatif.circle", { norms: norms.join("") }));
    show(this.table, h("div", { class: "notice fault", role: "alert" }, told));
    show(this.reasons);
  }

  /** Draws one row for the positions that answer alike, the bare statutes first. */
  drawTable() {
    const { say } = this;
    /** @type {Map<string, string[]>} */
    const rows = new Map();
    for (const [position, decision] of Object.entries(this.result.decisions)) {
      const key = this.signature(decision);
      rows.set(key, [...(rows.get(key) ?? []), position]);
    }
    const head = h(
      "thead",
      null,
      h(
        "tr",
        null,
        h("th", { scope: "col" }, say("common.position")),
        h("th", { scope: "col" }, say("answers.answer")),
      ),
    );
    const body = [...rows.values()].map((positions) => this.row(positions));
    show(
      this.table,
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-labelledby": "answers" },
        h("table", { class: "decided" }, head, h("tbody", null, body)),
      ),
    );
  }

  /**
   * Returns a text that two decisions share if they answer the main question alike.
   * @param {Decision} decision
   */
  signature({ answers, contradiction }) {
    const main = answers.filter(({ question }) => question === this.main);
    return JSON.stringify([contradiction?.circumstance, main.map(({ premise, ...answer }) => answer)]);
  }

  /** @param {string[]} positions */
  row(positions) {
    const { bare } = this.knowledge;
    const decision = this.result.decisions[positions[0]];
    const told = decision.contradiction
      ? [
          h("p", { class: "fault" }, this.say("answers.contradiction")),
          this.tell.contradiction(decision.contradiction),
        ]
      : this.tell.answers(decision.answers.filter(({ question }) => question === this.main));
    return h(
      "tr",
      { class: positions.includes(bare) && "bare" },
      h(
        "td",
        { class: "names" },
        positions.map((position) => this.button(position)),
      ),
      h("td", null, told),
    );
  }

  /** @param {string} position */
  button(position) {
    const bare = position === this.knowledge.bare;
    const name = bare ? this.tell.label(position) : this.identifier(position);
    return h(
      "button",
      {
        type: "button",
        class: "position",
        title: this.tell.label(position),
        "data-position": position,
        "aria-pressed": position === this.position ? "true" : "false",
        onclick: () => this.pick(position),
      },
      name,
    );
  }

  /** @param {string} position */
  identifier(position) {
    return this.knowledge.identifiers[position] ?? ending(position);
  }

  /** @param {string} position */
  pick(position) {
    this.position = position;
    this.full = false;
    for (const button of this.table.querySelectorAll("button.position")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-position") === position));
    }
    this.chosen(position);
    this.drawReasons();
  }

  /** Turns between what differs from the bare statutes and the whole tree. */
  turn() {
    this.full = !this.full;
    this.drawReasons();
  }

  /** Draws why: the whole tree under the bare statutes, what differs from it under a position. */
  drawReasons() {
    const { say, tell, position, knowledge } = this;
    const bare = this.result.decisions[knowledge.bare];
    const decision = this.result.decisions[position];
    const isBare = position === knowledge.bare;
    const whole = isBare || this.full;
    const told = new Map(bare.assessments.map((one) => [one.norm, JSON.stringify(one)]));
    const shown = whole
      ? decision.assessments
      : decision.assessments.filter((one) => told.get(one.norm) !== JSON.stringify(one));
    const toggle = h(
      "button",
      { type: "button", onclick: () => this.turn() },
      say(this.full ? "whatif.fewer" : "whatif.all"),
    );
    const name = isBare ? tell.label(position) : `${this.identifier(position)} · ${tell.label(position)}`;
    show(
      this.reasons,
      h(
        "h3",
        { id: "why" },
        `${say("answers.why")} · ${name} `,
        h("small", null, tell.link(position, say("whatif.page"))),
      ),
      this.otherAnswers(decision),
      decision.contradiction && tell.contradiction(decision.contradiction),
      !isBare &&
        h(
          "p",
          { class: "muted" },
          whole ? "" : shown.length ? say("whatif.differing") : say("answers.same"),
          " ",
          toggle,
        ),
      this.premises(decision),
      tell.reasons(shown),
      this.missing(decision),
      this.closed(decision),
      this.others(decision, isBare),
    );
  }

  /**
   * Returns the answers to the other questions.
   * @param {Decision} decision
   */
  otherAnswers({ answers }) {
    const questions = [...new Set(answers.map(({ question }) => question))].filter(
      (question) => question !== this.main,
    );
    if (!questions.length) return null;
    return h(
      "dl",
      { class: "facts" },
      questions.map((question) =>
        h(
          "div",
          null,
          h("dt", null, this.tell.label(question)),
          h(
            "dd",
            null,
            answers.filter((one) => one.question === question).map((one) => this.tell.answer(one)),
          ),
        ),
      ),
    );
  }

  /**
   * Returns the premises that gave answers.
   * @param {Decision} decision
   */
  premises({ answers }) {
    const premises = [...new Set(answers.flatMap(({ premise }) => premise ?? []))];
    return (
      premises.length > 0 &&
      h(
        "ul",
        { class: "premises" },
        premises.map((premise) => h("li", null, this.tell.premise(premise))),
      )
    );
  }

  /**
   * Returns what is missing of the open norms, and who bears it.
   * @param {Decision} decision
   */
  missing({ assessments }) {
    const { say, tell } = this;
    const rows = assessments.flatMap(({ norm, status, elements }) =>
      status === "Open"
        ? elements
            .filter(({ state }) => state === "LeftOpen")
            .map(({ circumstance, burden }) => ({ norm, circumstance, burden }))
        : [],
    );
    if (!rows.length) return null;
    const head = ["answers.element", "answers.norm", "whatif.bears"].map((name) =>
      h("th", { scope: "col" }, say(name)),
    );
    return h(
      "section",
      { class: "missing" },
      h("h4", null, say("whatif.missing")),
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-label": say("whatif.missing") },
        h(
          "table",
          null,
          h("thead", null, h("tr", null, head)),
          h(
            "tbody",
            null,
            rows.map(({ norm, circumstance, burden }) =>
              h(
                "tr",
                null,
                h("td", null, tell.link(circumstance)),
                h("td", null, tell.provision(norm)),
                h("td", null, tell.term(burden)),
              ),
            ),
          ),
        ),
      ),
    );
  }

  /** @param {Decision} decision */
  closed({ closed, answers }) {
    if (!closed) return null;
    const alike = JSON.stringify(closed.answers) === JSON.stringify(answers);
    const main = closed.answers.filter(({ question }) => question === this.main);
    const byBurden = closed.assessments.filter(({ closedFor }) => closedFor);
    return h(
      "section",
      { class: "closed" },
      h("h4", null, this.say("answers.closed")),
      alike ? h("p", null, this.say("answers.unchanged")) : this.tell.answers(main),
      byBurden.map(({ norm, status, closedFor }) =>
        h(
          "p",
          { class: "remark" },
          this.tell.norm(norm),
          ` · ${this.tell.term(status)} · ${this.say("answers.closed for")} ${this.tell.term(closedFor)}`,
        ),
      ),
    );
  }

  /**
   * Returns what else a decision says, folded up.
   * @param {Decision} decision
   * @param {boolean} isBare
   */
  others({ production, withoutEffect, notInForce, notRaised }, isBare) {
    const { say, tell } = this;
    const part = (/** @type {string} */ word, /** @type {Child[]} */ items) =>
      items.length > 0 &&
      h(
        "details",
        { class: "more" },
        h("summary", null, say(word), h("span", { class: "count" }, ` ${items.length}`)),
        h(
          "ul",
          null,
          items.map((item) => h("li", null, item)),
        ),
      );
    return [
      part(
        "answers.production",
        production.map((name) => tell.label(name)),
      ),
      isBare &&
        part(
          "answers.not in force",
          notInForce.map((norm) => [tell.norm(norm), h("small", null, ` ${this.spans(norm)}`)]),
        ),
      isBare &&
        part(
          "whatif.not raised",
          notRaised.slice(0, NEAREST).map((one) => this.silence(one)),
        ),
      part(
        "answers.without effect",
        withoutEffect.map((premise) => tell.premise(premise)),
      ),
    ];
  }

  /** @param {string} norm */
  spans(norm) {
    const { say } = this;
    /** @type {[string, string][]} */
    const inForce = this.knowledge.law.norms[norm].inForce;
    return inForce
      .map(([begin, end]) => `${say("common.from")} ${begin}${end ? ` ${say("common.until")} ${end}` : ""}`)
      .join("; ");
  }

  /** @param {Decision["notRaised"][number]} silence */
  silence({ norm, silent, refuted }) {
    const { say, tell } = this;
    const marked = [...silent.map((name) => ["·", name]), ...refuted.map((name) => ["✗", name])];
    return [
      tell.norm(norm),
      h(
        "small",
        null,
        ` ${say("whatif.lacks")}${tell.colon}`,
        tell.list(marked.map(([mark, name]) => `${mark} ${tell.label(name)}`)),
      ),
    ];
  }

  flipping() {
    show(
      this.flips,
      h("h3", null, this.say("whatif.flips")),
      h("p", { class: "muted", role: "status" }, this.say("whatif.flips working")),
    );
  }

  /**
   * Draws which single findings change answers, those together that lead to one answer.
   * @param {Flip[]} flips
   * @param {number} count how many were tried
   * @param {(flip: Flip) => void} adopt
   */
  flipped(flips, count, adopt) {
    const { say } = this;
    /** @type {Map<string, Flip[]>} */
    const groups = new Map();
    for (const flip of flips) {
      const [position, answers] = this.affected(flip);
      const key = JSON.stringify([position, answers]);
      groups.set(key, [...(groups.get(key) ?? []), flip]);
    }
    const ordered = [...groups.values()].sort((a, b) => b.length - a.length);
    show(
      this.flips,
      h("h3", null, say("whatif.flips")),
      ordered.length ? this.flipGroups(ordered, adopt) : h("p", null, say("whatif.flips none")),
      count > 0 && h("p", { class: "muted" }, h("small", null, say("whatif.flips note", { count }))),
    );
  }

  /**
   * Returns the groups, the largest first, the others on demand.
   * @param {Flip[][]} groups
   * @param {(flip: Flip) => void} adopt
   */
  flipGroups(groups, adopt) {
    const drawn = (/** @type {Flip[][]} */ some) => some.map((group) => this.flipGroup(group, adopt));
    const rest = groups.slice(FLIPS);
    const words = this.say("whatif.flips more", { count: rest.length });
    const more = h("button", { type: "button", onclick: () => more.replaceWith(...drawn(rest)) }, words);
    return [...drawn(groups.slice(0, FLIPS)), rest.length > 0 && more];
  }

  /**
   * Returns a position whose answer a change alters, the one being looked at if it is among them, and the
   * new answers.
   * @param {Flip} flip
   * @returns {[string, import("../engine/reading.js").Answer[]]}
   */
  affected({ positions }) {
    const names = Object.keys(positions);
    const shown = names.includes(this.position) ? this.position : names[0];
    return [shown, positions[shown]];
  }

  /**
   * @param {Flip[]} group changes that lead to one answer
   * @param {(flip: Flip) => void} adopt
   */
  flipGroup(group, adopt) {
    const { say, tell } = this;
    const [position, answers] = this.affected(group[0]);
    const name = position === this.knowledge.bare ? tell.label(position) : this.identifier(position);
    const item = (/** @type {Flip} */ flip) =>
      h(
        "li",
        null,
        h(
          "button",
          { type: "button", title: say("whatif.try"), onclick: () => adopt(flip) },
          say("whatif.flip change", {
            name: tell.label(flip.circumstance),
            status: say(`whatif.${flip.status}`),
          }),
        ),
        h("small", null, ` ${say("whatif.flip positions", { count: Object.keys(flip.positions).length })}`),
      );
    return h(
      "div",
      { class: "flip" },
      h("ul", null, group.map(item)),
      h("p", null, h("small", null, `${name} `), tell.line(answers)),
    );
  }
}
