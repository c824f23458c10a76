/** What each position answers, beside each other, and the reasons behind the one that was chosen. */

import { h, show } from "../dom.js";
import { ending } from "../engine/names.js";
import { MARKS } from "../generated.js";
import { Money } from "./money.js";
import { Writer } from "./opinion.js";
import { Teller } from "./tell.js";

const NEAREST = 5; // norms that nobody raised and that are shown
const FLIPS = 5; // answers that changes lead to, and changes that lead to one, that are shown at first

/**
 * @typedef {import("../dom.js").Child} Child
 * @typedef {import("../engine/reading.js").Decision} Decision
 * @typedef {import("../engine/answers.js").Answer} Answer
 * @typedef {import("../engine/decide.js").Result} Result
 * @typedef {import("../engine/flips.js").Flip} Flip
 * @typedef {import("../engine/flips.js").Change} Change
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
    this.writer = new Writer(knowledge, say, (name) => this.tell.label(name), language);
    this.main = knowledge.law.questions[0];
    this.say = say;
    this.chosen = chosen;
    /** @type {Result} */
    this.result = { answers: {}, contradicted: [], undecided: null, circles: [] };
    /** @type {[Decision, Decision] | undefined} under the bare statutes, and under the position looked at */
    this.decisions = undefined;
    /** @type {string} */
    this.position = knowledge.bare;
    this.table = h("div", { class: "answers-table" });
    this.reasons = h("div", { class: "reasons" });
    this.money = new Money(this.tell, say);
    this.flips = h("section", { class: "flips" });
    this.element = h("div", null, this.table, this.money.element, this.reasons, this.flips);
    this.full = false;
    /** @type {Map<Flip, HTMLElement>} where the count of positions stands */
    this.counts = new Map();
    this.empty();
  }

  empty() {
    show(this.table, h("p", { class: "lead" }, this.say("whatif.begin")));
    this.clear();
  }

  /** Takes away what was shown of one position. */
  clear() {
    show(this.money.element);
    show(this.reasons);
    show(this.flips);
  }

  /**
   * Shows who pays what of a loss of 100 under the position that is looked at.
   * @param {import("./money.js").Tables} tables
   * @param {Record<string, string>} findings
   */
  apportion(tables, findings) {
    if (this.result.undecided || this.result.contradicted.includes(this.position)) return;
    this.money.draw(tables, this.result.answers[this.position] ?? [], findings);
  }

  /**
   * Draws a result.
   * @param {Result} result
   * @param {string} position the end of the IRI of the one whose reasons are shown
   */
  draw(result, position) {
    this.result = result;
    const wanted = `id:${position}`;
    this.position = wanted in result.answers ? wanted : this.knowledge.bare;
    this.full = false;
    if (result.undecided) show(this.table);
    else this.drawTable();
    this.clear();
  }

  /**
   * Says that nothing is decided since the findings contradict one another.
   * @param {Decision["contradiction"]} contradiction
   */
  clash(contradiction) {
    const { say, tell } = this;
    this.undecided([
      h("h3", null, say("whatif.contradiction")),
      contradiction && tell.contradiction(contradiction),
      h("p", null, say("whatif.mend")),
    ]);
  }

  /**
   * Says that nothing is decided since norms prevail over one another in a circle.
   * @param {string[]} norms
   */
  circle(norms) {
    const named = this.tell.list([...new Set(norms)].map((norm) => this.tell.label(norm)));
    this.undecided([h("p", null, this.say("whatif.circle", { norms: named.join("") }))]);
  }

  /** @param {Child[]} told */
  undecided(told) {
    show(this.table, h("div", { class: "notice fault", role: "alert" }, told));
  }

  /** Draws one row for the positions that answer alike, the bare statutes first. */
  drawTable() {
    const { say } = this;
    /** @type {Map<string, string[]>} */
    const rows = new Map();
    for (const position of Object.keys(this.result.answers)) {
      const key = this.signature(position);
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
   * Returns a text that two positions share if they answer the main question alike.
   * @param {string} position
   */
  signature(position) {
    const { answers, contradicted } = this.result;
    const told = answers[position].map(({ premise, ...answer }) => answer);
    return JSON.stringify([contradicted.includes(position), told]);
  }

  /** @param {string[]} positions */
  row(positions) {
    const { bare } = this.knowledge;
    const { answers, contradicted } = this.result;
    const told = contradicted.includes(positions[0])
      ? h("p", { class: "fault" }, this.say("answers.contradiction"))
      : this.tell.answers(answers[positions[0]]);
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
    this.clear();
    this.chosen(position);
  }

  /**
   * Shows why under the position that is looked at.
   * @param {Decision} bare
   * @param {Decision} decision
   */
  explain(bare, decision) {
    this.decisions = [bare, decision];
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
    if (!this.decisions) return;
    const [bare, decision] = this.decisions;
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
      this.writer.notices(decision, position).map((notice) => h("p", { class: "notice" }, notice)),
      h("p", { class: "sentence" }, this.writer.sentence(decision)),
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
      alike
        ? h("p", null, this.say("answers.unchanged"))
        : [h("p", { class: "muted" }, this.tell.label(this.main)), this.tell.answers(main)],
      byBurden.map(({ norm, status, closedFor }) =>
        h(
          "p",
          { class: "remark" },
          this.tell.norm(norm),
          ` · ${this.tell.term(status)} · ${this.say("answers.closed for", { side: this.tell.term(closedFor) })}`,
        ),
      ),
    );
  }

  /**
   * Returns what else a decision says, folded up.
   * @param {Decision} decision
   * @param {boolean} isBare
   */
  others({ production, withoutEffect, notInForce, notRaised, nearest }, isBare) {
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
        "answers.nearest",
        nearest.slice(0, NEAREST).map((near) => this.near(near)),
      ),
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

  /** @param {Decision["nearest"][number]} near */
  near({ norm, lacks }) {
    const { say, tell } = this;
    const lacking = tell.list(lacks.map((name) => tell.label(name)));
    return [tell.norm(norm), h("small", null, ` ${say("whatif.lacks")}${tell.colon}`, lacking)];
  }

  /** @param {Decision["notRaised"][number]} silence */
  silence({ norm, silent, refuted, notShown }) {
    const { say, tell } = this;
    const marked = [
      ...silent.map((name) => [MARKS.Silent, name]),
      ...refuted.map((name) => [MARKS.Refuted, name]),
      ...notShown.map((name) => [MARKS.NotShown, name]),
    ];
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

  /**
   * Draws which changes of one or two findings change the answers, those together that lead to one answer.
   * @param {Flip[]} flips
   * @param {number} time in milliseconds
   * @param {(flip: Flip) => void} adopt
   */
  flipped(flips, time, adopt) {
    const { say, tell } = this;
    this.counts.clear();
    /** @type {Map<string, Flip[]>} */
    const groups = new Map();
    for (const flip of flips) {
      const key = tell.line(flip.answers);
      groups.set(key, [...(groups.get(key) ?? []), flip]);
    }
    this.flips.dataset.time = String(time);
    const alone = (/** @type {Flip[]} */ group) => group.filter(({ changes }) => changes.length === 1).length;
    const ordered = [...groups].sort(([, a], [, b]) => alone(b) - alone(a) || b.length - a.length);
    const one = alone(flips);
    show(
      this.flips,
      h("h3", null, say("whatif.flips")),
      ordered.length
        ? this.some(
            ordered.map(([told, group]) => this.flipGroup(told, group, adopt)),
            (count) => say("whatif.flips more", { count }),
          )
        : h("p", null, say("whatif.flips none")),
      h(
        "p",
        { class: "muted" },
        h("small", null, say("whatif.flips note", { one, two: flips.length - one, time })),
      ),
    );
  }

  /**
   * Returns the first of some nodes, and a button that shows the others.
   * @param {HTMLElement[]} nodes
   * @param {(count: number) => string} words on the button
   * @returns {Child[]}
   */
  some(nodes, words) {
    const rest = nodes.slice(FLIPS);
    const more = h(
      "button",
      { type: "button", onclick: () => more.replaceWith(...rest) },
      words(rest.length),
    );
    return [...nodes.slice(0, FLIPS), rest.length > 0 && more];
  }

  /**
   * @param {string} told the answers that they lead to
   * @param {Flip[]} group
   * @param {(flip: Flip) => void} adopt
   */
  flipGroup(told, group, adopt) {
    const pairs = group.filter(({ changes }) => changes.length > 1);
    const single = group.filter(({ changes }) => changes.length === 1);
    const words = (/** @type {number} */ count) => this.say("whatif.flip more", { count });
    const item = (/** @type {Flip} */ flip) => h("li", null, this.flip(flip, flip.changes[0], adopt));
    return h(
      "div",
      { class: "flip" },
      h(
        "div",
        null,
        single.length > 0 && h("ul", null, this.some(single.map(item), words)),
        this.some(
          gathered(pairs).map(([change, flips]) => this.flipPairs(change, flips, adopt)),
          words,
        ),
      ),
      h("p", null, told),
    );
  }

  /**
   * Returns pairs that have one change in common.
   * @param {Change} change
   * @param {Flip[]} flips
   * @param {(flip: Flip) => void} adopt
   */
  flipPairs(change, flips, adopt) {
    const other = (/** @type {Flip} */ { changes }) => changes.find((one) => !alike(one, change)) ?? change;
    return h(
      "div",
      { class: "together" },
      h("p", null, this.say("whatif.flip with", { change: this.change(change) })),
      h(
        "ul",
        null,
        this.some(
          flips.map((flip) => h("li", null, this.flip(flip, other(flip), adopt))),
          (count) => this.say("whatif.flip more", { count }),
        ),
      ),
    );
  }

  /**
   * @param {Flip} flip
   * @param {Change} shown the change that the button names
   * @param {(flip: Flip) => void} adopt
   * @returns {Child}
   */
  flip(flip, shown, adopt) {
    const title = this.say("whatif.try");
    const count = h("small", null);
    this.counts.set(flip, count);
    return [
      h("button", { type: "button", title, onclick: () => adopt(flip) }, this.change(shown)),
      " ",
      count,
    ];
  }

  /**
   * Shows under how many positions changes alter the answers.
   * @param {Flip[]} flips
   * @param {string[][]} positions
   */
  count(flips, positions) {
    flips.forEach((flip, at) => {
      const place = this.counts.get(flip);
      if (place) show(place, this.say("whatif.flip positions", { count: positions[at].length }));
    });
  }

  /** @param {Change} change */
  change({ circumstance, status }) {
    return this.say("whatif.flip change", {
      name: this.tell.label(circumstance),
      status: this.say(`whatif.${status}`),
    });
  }
}

/**
 * Returns pairs of changes by a change that they share: first the one that most of them have.
 * @param {Flip[]} pairs
 * @returns {[Change, Flip[]][]}
 */
function gathered(pairs) {
  const found = [];
  for (let left = pairs; left.length;) {
    /** @type {Map<string, Flip[]>} */
    const by = new Map();
    for (const flip of left)
      for (const change of flip.changes) by.set(key(change), [...(by.get(key(change)) ?? []), flip]);
    const [most, flips] = [...by].reduce((a, b) => (b[1].length > a[1].length ? b : a));
    const [change] = flips[0].changes.filter((one) => key(one) === most);
    found.push(/** @type {[Change, Flip[]]} */ ([change, flips]));
    left = left.filter((flip) => !flips.includes(flip));
  }
  return found;
}

/**
 * @param {Change} one
 * @param {Change} other
 */
function alike(one, other) {
  return key(one) === key(other);
}

/** @param {Change} change */
function key({ circumstance, status }) {
  return `${circumstance} ${status}`;
}
