/** The form: what happened, when, and the circumstances by the elements of liability. */

import { BadDate, period } from "../engine/periods.js";
import { h, settle, show, speak } from "../dom.js";
import { common, STATUSES, whatif } from "../generated.js";

const say = speak({ common, whatif });
const FOUND = /** @type {(keyof typeof STATUSES)[]} */ (Object.keys(STATUSES));
const MARKS = { unsaid: "–", established: "✓", refuted: "✗", open: "?" };
const AT_FIRST = 8; // circumstances that a group shows before it is asked for more
const PAUSE = 120; // milliseconds after the last letter of a search

/** @typedef {[code: string, label: string, foundBy: string]} Fact what it is found by is in lower case */
/**
 * @typedef {{groups: {label: string, facts: Fact[]}[], events: [string, string][]}} Contents
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Status} Status
 */

export class Form {
  /**
   * @param {Contents} contents
   * @param {State} state
   * @param {() => void} changed called after each change of the state
   */
  constructor(contents, state, changed) {
    this.contents = contents;
    this.state = state;
    this.changed = changed;
    this.labels = new Map(
      contents.groups.flatMap(({ facts }) => facts.map(([code, label]) => [code, label])),
    );
    this.presets = h("div", { class: "presets" });
    this.chosen = h("div", { class: "chosen" });
    this.groups = h("div", { class: "groups" });
    this.dates = h("fieldset", { class: "dates" });
    this.search = h("input", {
      type: "search",
      id: "find",
      placeholder: say("whatif.find hint"),
      autocomplete: "off",
    });
    this.search.addEventListener(
      "input",
      settle(PAUSE, () => this.drawGroups()),
    );
    this.element = h(
      "form",
      { class: "whatif-form", onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
      h("h2", null, say("whatif.facts")),
      this.presets,
      this.dates,
      this.chosen,
      h("p", { class: "find" }, h("label", { for: "find" }, say("whatif.find")), this.search),
      this.groups,
    );
    this.draw();
  }

  /** Draws the whole form anew, after the state was replaced. */
  draw() {
    this.drawDates();
    this.drawChosen();
    this.drawGroups();
  }

  drawDates() {
    const [first, ...others] = this.contents.events;
    const dated = others.some(([event]) => this.state.dates[event]);
    const ferenda = h("input", {
      type: "checkbox",
      checked: this.state.mode === "ferenda",
      onchange: () => {
        this.state.mode = ferenda.checked ? "ferenda" : "lata";
        this.changed();
      },
    });
    show(
      this.dates,
      h("legend", null, say("whatif.when")),
      this.dateField(first),
      h("p", { class: "hint", id: "when-note" }, say("whatif.when note")),
      h(
        "details",
        { open: dated },
        h("summary", null, say("whatif.other dates")),
        others.map((event) => this.dateField(event)),
      ),
      h("label", { class: "check" }, ferenda, say("whatif.proposals")),
    );
  }

  /** @param {[string, string]} event its name and label */
  dateField([event, label]) {
    const fault = h("span", { class: "fault", id: `fault-${event}`, role: "alert" });
    const input = h("input", {
      id: `date-${event}`,
      value: this.state.dates[event] ?? "",
      inputmode: "text",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": `when-note fault-${event}`,
      oninput: settle(PAUSE, () => this.date(event, input, fault)),
    });
    return h("p", { class: "date" }, h("label", { for: `date-${event}` }, label), input, fault);
  }

  /**
   * @param {string} event
   * @param {HTMLInputElement} input
   * @param {HTMLElement} fault
   */
  date(event, input, fault) {
    const text = input.value.trim();
    try {
      if (text) period(text);
      fault.textContent = "";
      input.removeAttribute("aria-invalid");
      if (text) this.state.dates[event] = text;
      else delete this.state.dates[event];
      this.changed();
    } catch (error) {
      if (!(error instanceof BadDate)) throw error;
      fault.textContent = `${say(/** @type {any} */ (`whatif.${error.message}`))} ${say("whatif.date wait")}`;
      input.setAttribute("aria-invalid", "true");
    }
  }

  drawChosen() {
    const { findings } = this.state;
    const clear = h("button", { type: "button", onclick: () => this.clear() }, say("whatif.clear"));
    show(
      this.chosen,
      h(
        "h3",
        null,
        say("whatif.chosen"),
        findings.size > 0 && h("span", { class: "count" }, ` ${findings.size}`),
      ),
      findings.size
        ? [...findings.keys()].map((code) => this.fact(code, "said"))
        : h("p", { class: "muted" }, say("whatif.chosen none")),
      (findings.size > 0 || Object.keys(this.state.dates).length > 0) && h("p", null, clear),
    );
  }

  clear() {
    this.state.findings.clear();
    this.state.dates = {};
    this.draw();
    this.changed();
  }

  drawGroups() {
    const wanted = this.search.value.trim().toLowerCase();
    const open = new Set([...this.groups.querySelectorAll("details[open]")].map((one) => one.id));
    const drawn = this.contents.groups.flatMap(({ label, facts }, place) => {
      const matching = wanted ? facts.filter(([, , texts]) => texts.includes(wanted)) : facts;
      return matching.length
        ? [this.group(`group-${place}`, label, matching, Boolean(wanted) || open.has(`group-${place}`))]
        : [];
    });
    show(
      this.groups,
      drawn.length ? drawn : h("p", { class: "muted", role: "status" }, say("whatif.nothing found")),
    );
  }

  /**
   * @param {string} id
   * @param {string} label
   * @param {Fact[]} facts
   * @param {boolean} open
   */
  group(id, label, facts, open) {
    const body = h("div");
    const said = facts.filter(([code]) => this.state.findings.has(code)).length;
    const fill = (/** @type {number} */ count) => {
      const rest = facts.length - count;
      const more = h(
        "button",
        { type: "button", class: "more", onclick: () => fill(facts.length) },
        say("common.show more", { count: rest }),
      );
      show(
        body,
        facts.slice(0, count).map(([code]) => this.fact(code, "all")),
        rest > 0 && more,
      );
    };
    const summary = h(
      "summary",
      null,
      label,
      h("span", { class: "count" }, said ? ` ${said} / ${facts.length}` : ` ${facts.length}`),
    );
    const group = h("details", { id, open }, summary, body);
    // The fields of a closed group are not made: there are hundreds.
    if (open) fill(AT_FIRST);
    else group.addEventListener("toggle", () => fill(AT_FIRST), { once: true });
    return group;
  }

  /**
   * Returns the field of one circumstance: its four states as radio buttons.
   * @param {string} code
   * @param {string} where the list that it stands in, since one circumstance may stand in two
   */
  fact(code, where) {
    const name = `${where}-${code}`;
    const now = this.state.findings.get(code) ?? "unsaid";
    const options = /** @type {const} */ (["unsaid", ...FOUND]).map((status) => {
      const input = h("input", {
        type: "radio",
        name,
        value: status,
        checked: status === now,
        onchange: () => this.set(code, status, where),
      });
      return h(
        "label",
        { class: status, title: say(status === "unsaid" ? "whatif.unsaid long" : `whatif.${status}`) },
        input,
        h("span", { "aria-hidden": "true" }, MARKS[status]),
        h("span", { class: "hear" }, say(`whatif.${status}`)),
      );
    });
    return h(
      "fieldset",
      { class: `fact ${now}`, "data-code": code },
      h("legend", null, this.labels.get(code)),
      h("span", { class: "states" }, options),
    );
  }

  /**
   * @param {string} code
   * @param {Status | "unsaid"} status
   * @param {string} [where] the list in which it was set; that field keeps the focus
   */
  set(code, status, where) {
    if (status === "unsaid") this.state.findings.delete(code);
    else this.state.findings.set(code, status);
    this.redraw(code, where);
    this.changed();
  }

  /**
   * Draws the fields of a circumstance anew; what is in focus stays in focus.
   * @param {string} code
   * @param {string} [where]
   */
  redraw(code, where) {
    const now = this.state.findings.get(code) ?? "unsaid";
    for (const field of this.groups.querySelectorAll(`[data-code="${CSS.escape(code)}"]`)) {
      field.className = `fact ${now}`;
      const input = /** @type {HTMLInputElement | null} */ (field.querySelector(`input[value="${now}"]`));
      if (input) input.checked = true;
    }
    this.drawChosen();
    for (const group of this.groups.querySelectorAll("details")) this.recount(group);
    if (where !== "said") return;
    const again = this.chosen.querySelector(`[data-code="${CSS.escape(code)}"] input:checked`);
    /** @type {HTMLElement | null} */ (again ?? this.chosen.querySelector("input, h3"))?.focus();
  }

  /** @param {Element} group */
  recount(group) {
    const { facts } = this.contents.groups[Number(group.id.slice("group-".length))];
    const said = facts.filter(([code]) => this.state.findings.has(code)).length;
    const count = group.querySelector(".count");
    if (count) count.textContent = said ? ` ${said} / ${facts.length}` : ` ${facts.length}`;
  }

  /**
   * Offers the decided cases as presets.
   * @param {{dispute: string, zh: string, en: string}[]} presets
   * @param {"zh" | "en"} language
   * @param {(place: number) => void} chosen
   */
  offer(presets, language, chosen) {
    const select = h(
      "select",
      { id: "preset", onchange: () => select.value && chosen(Number(select.value)) },
      h("option", { value: "" }, say("whatif.preset none")),
      presets.map((preset, place) => h("option", { value: place }, preset[language])),
    );
    show(this.presets, h("label", { for: "preset" }, say("whatif.preset")), select);
  }
}
