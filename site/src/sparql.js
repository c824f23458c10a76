/** The SPARQL page: questions of the library, an editor, results; all in the visitor's browser. */

import { chinese, h, settle, show, speak } from "./dom.js";
import { common, sparql, terms } from "./generated.js";
import { load, LoadError } from "./data.js";
import { Fault } from "./engine/client.js";
import { BadTerm, bind, literal, named } from "./sparql/bind.js";
import { Editor } from "./sparql/editor.js";
import { Names } from "./sparql/resolve.js";
import { Results } from "./sparql/results.js";
import { Endpoint, endpointAddress, Here } from "./sparql/where.js";

const say = speak({ common, sparql, terms });
const language = chinese ? "zh" : "en";
const XSD_DATE = "http://www.w3.org/2001/XMLSchema#date";
const LONGEST = 20_000; // letters of a query in an address
const SUGGESTED = 20; // names suggested for a parameter
const PATIENCE = 5000; // milliseconds until the page says that a query takes long
const START = `SELECT ?norm ?label
WHERE {
  ?norm a anbao:ClaimNorm ; skos:prefLabel ?label .
  FILTER(LANGMATCHES(LANG(?label), "${language}"))
}
ORDER BY ?label
LIMIT 50
`;

/**
 * @typedef {{name: string, type: string, example: string, default?: string, zh: string, en: string}} Param
 * @typedef {{name: string, summary: {zh: string, en: string}, params: Param[], text: string,
 *   columns: Record<string, {zh: string, en: string}>}} Question
 * @typedef {{questions: Question[], prefixes: Record<string, string>, terms: [string, string, string, string][]}} Library
 */

class Page {
  /**
   * @param {HTMLElement} place
   * @param {Library} library
   */
  constructor(place, library) {
    this.library = library;
    this.names = new Names(library.prefixes, library.terms);
    this.here = new Here((word) => this.tell(word));
    const terms = async () => {
      await this.names.load().catch(() => {}); // without the search data, terms of the ontology are completed
      return this.names.all();
    };
    this.editor = new Editor(
      say("sparql.query"),
      { prefixes: library.prefixes, terms },
      () => this.run(),
      chinese,
    );
    this.results = new Results(say, (iri) => this.names.show(iri));
    this.status = h("p", { class: "status-line", role: "status" });
    this.params = h("fieldset", { class: "params", hidden: true });
    this.question = h(
      "select",
      { id: "question", onchange: () => this.choose(this.question.value) },
      this.options(),
    );
    this.runButton = h(
      "button",
      { type: "button", class: "primary", onclick: () => this.run() },
      say("sparql.run"),
    );
    this.stopButton = h(
      "button",
      { type: "button", disabled: true, onclick: () => this.stop() },
      say("sparql.stop"),
    );
    this.linkButton = h("button", { type: "button", onclick: () => this.share() }, say("sparql.link"));
    this.address = h("input", {
      type: "url",
      id: "endpoint",
      placeholder: "https://",
      "aria-describedby": "endpoint-note",
    });
    this.where = this.choiceOfPlace();
    show(
      place,
      h("p", { class: "field" }, h("label", { for: "question" }, say("sparql.library")), this.question),
      this.params,
      this.editor.element,
      h("p", { class: "hint" }, say("sparql.keys")),
      this.where,
      h(
        "p",
        { class: "line" },
        h("span", { class: "buttons" }, this.runButton, this.stopButton, this.linkButton),
        this.status,
      ),
      this.results.element,
    );
    window.addEventListener("hashchange", () => this.recall());
    this.recall();
  }

  options() {
    /** @type {Map<string, Question[]>} */
    const topics = new Map();
    for (const question of this.library.questions) {
      const topic = question.name.split("/")[0];
      topics.set(topic, [...(topics.get(topic) ?? []), question]);
    }
    const groups = [...topics].map(([topic, questions]) =>
      h(
        "optgroup",
        { label: topic },
        questions.map(({ name, summary }) => h("option", { value: name }, summary[language])),
      ),
    );
    return [h("option", { value: "" }, say("sparql.own")), ...groups];
  }

  choiceOfPlace() {
    const radio = (/** @type {string} */ value, /** @type {"sparql.here" | "sparql.endpoint"} */ word) =>
      h(
        "label",
        { class: "check" },
        h("input", {
          type: "radio",
          name: "where",
          value,
          checked: value === "",
          onchange: () => this.placeChanged(),
        }),
        say(word),
      );
    return h(
      "fieldset",
      { class: "where" },
      h("legend", null, say("sparql.where")),
      radio("", "sparql.here"),
      radio("endpoint", "sparql.endpoint"),
      h(
        "p",
        { class: "field", hidden: true },
        h("label", { for: "endpoint" }, say("sparql.endpoint address")),
        this.address,
        h("span", { class: "hint", id: "endpoint-note" }, say("sparql.endpoint note")),
      ),
    );
  }

  get remote() {
    const chosen = /** @type {HTMLInputElement} */ (this.where.querySelector("input:checked"));
    return chosen.value === "endpoint";
  }

  placeChanged() {
    /** @type {HTMLElement} */ (this.where.querySelector("p")).hidden = !this.remote;
  }

  /**
   * Takes a question of the library, with values for its parameters.
   * @param {string} name
   * @param {URLSearchParams} [values]
   */
  choose(name, values) {
    this.chosen = this.library.questions.find((question) => question.name === name);
    this.question.value = this.chosen ? name : "";
    if (this.chosen) this.editor.text = this.chosen.text;
    const shown = (this.chosen?.params ?? []).filter(({ type }) => type !== "language");
    this.params.hidden = !shown.length;
    show(
      this.params,
      h("legend", null, say("sparql.params")),
      shown.map((param) => this.field(param, values?.get(param.name) ?? "")),
    );
  }

  /**
   * @param {Param} param
   * @param {string} value
   */
  field(param, value) {
    const id = `param-${param.name}`;
    const list = h("datalist", { id: `${id}-names` });
    const suggest = settle(150, async () => {
      await this.names.load().catch(() => {});
      show(
        list,
        this.names.like(input.value, SUGGESTED).map(({ name, label }) => h("option", { value: name }, label)),
      );
    });
    const input = h("input", {
      id,
      name: param.name,
      value: value || param.default || param.example,
      type: param.type === "date" ? "date" : "text",
      list: param.type === "iri" ? list.id : null,
      autocomplete: "off",
      oninput: param.type === "iri" ? suggest : null,
    });
    return h(
      "p",
      { class: "field" },
      h("label", { for: id }, param[language]),
      input,
      h("span", { class: "hint" }, say("sparql.example", { example: param.example })),
      list,
    );
  }

  /**
   * Returns the text to send: the parameters bound, the prefixes of the library declared.
   * @throws {BadTerm}
   */
  async text() {
    const { text } = this.editor;
    const params = this.chosen?.params ?? [];
    if (params.some(({ type }) => type === "iri")) await this.names.load().catch(() => {});
    const hidden = new Set(params.filter(({ type }) => type === "language").map(({ name }) => name));
    const terms = Object.fromEntries(params.map((param) => [param.name, this.term(param)]));
    return { hidden, text: declared(bind(text, terms, hidden), this.library.prefixes) };
  }

  /** @param {Param} param */
  term({ name, type, [language]: label }) {
    if (type === "language") return literal(language);
    const input = /** @type {HTMLInputElement} */ (this.params.querySelector(`[name="${CSS.escape(name)}"]`));
    const value = input.value.trim();
    if (!value) throw new BadTerm("missing", { name: label });
    if (type === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new BadTerm("date", { text: value });
    if (type !== "iri") return literal(value, type === "date" ? XSD_DATE : undefined);
    const iri = this.names.resolve(value);
    if (!iri) throw new BadTerm("names", { text: value });
    return named(iri);
  }

  async run() {
    if (this.running) return;
    this.results.clear();
    this.fault();
    try {
      const { text, hidden } = await this.text();
      this.remember();
      const address = this.remote ? endpointAddress(this.address.value.trim()) : "";
      this.running = address ? new Endpoint(address, this.here, (word) => this.tell(word)) : this.here;
      this.stopButton.disabled = false;
      this.runButton.disabled = true;
      await this.answer(this.running, text, hidden);
    } catch (error) {
      this.fail(error);
    }
    this.running = undefined;
    this.stopButton.disabled = true;
    this.runButton.disabled = false;
  }

  /**
   * @param {Here | Endpoint} where
   * @param {string} text
   * @param {Set<string>} hidden
   */
  async answer(where, text, hidden) {
    if (where === this.here) await this.here.ready();
    const begun = performance.now();
    const waiting = setInterval(
      () =>
        show(this.status, say("sparql.long", { seconds: Math.round((performance.now() - begun) / 1000) })),
      PATIENCE,
    );
    try {
      const answer = await where.query(text);
      const time = Math.max(1, Math.round(performance.now() - begun));
      const titles = Object.fromEntries(
        Object.entries(this.chosen?.columns ?? {}).map(([name, words]) => [name, words[language]]),
      );
      await this.names.load().catch(() => {});
      this.results.draw(answer, titles, hidden);
      this.status.dataset.time = String(time);
      if ("triples" in answer)
        show(this.status, say("sparql.triples", { count: answer.triples.length, time }));
      else show(this.status, say("sparql.rows", { count: answer.results?.bindings.length ?? 1, time }));
    } finally {
      clearInterval(waiting);
    }
  }

  stop() {
    this.running?.stop();
  }

  /** @param {import("./sparql/where.js").Step} word */
  tell(word) {
    show(this.status, say(word));
  }

  /** @param {string} [words] */
  fault(words) {
    show(this.status, words ? h("span", { class: "fault", role: "alert" }, words) : null);
  }

  /** @param {unknown} error */
  fail(error) {
    if (error instanceof BadTerm) return this.fault(say(`sparql.${error.word}`, error.values));
    if (error instanceof LoadError) return this.fault(say("sparql.load"));
    const { fault, message } = error instanceof Fault ? error : { fault: "failed", message: String(error) };
    if (fault === "http") {
      const [status, ...lines] = message.split("\n");
      return this.fault(say("sparql.http", { status, message: lines.join(" ") }));
    }
    if (fault === "format") return this.fault(say("sparql.format", { type: message }));
    if (fault !== "failed") return this.fault(say(/** @type {any} */ (`sparql.${fault}`)));
    this.syntax(message);
  }

  /**
   * Says where a query is malformed, and shows the place; lines are those of the visitor's text.
   * @param {string} message
   */
  syntax(message) {
    const found = /^error at (\d+):(\d+): ([\s\S]*)/.exec(message);
    if (!found) return this.fault(say("sparql.failed", { message }));
    const line = Number(found[1]) - added(this.editor.text, this.library.prefixes);
    const text = /Prefix not found/.test(found[3]) ? say("sparql.prefix") : found[3].split("\n")[0];
    this.fault(say("sparql.syntax", { line, column: found[2], message: text }));
    this.editor.fault(line, Number(found[2]));
  }

  /** Puts question or query into the address. */
  remember() {
    const found = new URLSearchParams();
    if (this.chosen && this.editor.text === this.chosen.text) {
      found.set("question", this.chosen.name);
      for (const input of this.params.querySelectorAll("input")) found.set(input.name, input.value);
    } else found.set("query", this.editor.text);
    if (this.remote) found.set("endpoint", this.address.value.trim());
    history.replaceState(null, "", `${location.pathname}#${found}`);
  }

  /** Takes question or query from the address; what a link brings to an endpoint waits for the visitor. */
  recall() {
    const given = new URLSearchParams(location.hash.slice(1) || location.search);
    const name = given.get("question") ?? "";
    const query = given.get("query") ?? "";
    this.choose(name, given);
    if (name && !this.chosen) this.fault(say("sparql.state question", { text: name.slice(0, 80) }));
    if (query.length > LONGEST) this.fault(say("sparql.state long"));
    else if (query || !this.chosen) this.editor.text = query || START;
    const endpoint = given.get("endpoint");
    if (endpoint) this.offer(endpoint);
    else if (this.chosen) this.run();
  }

  /** @param {string} endpoint */
  offer(endpoint) {
    this.address.value = endpoint;
    /** @type {HTMLInputElement} */ (this.where.querySelector("[value=endpoint]")).checked = true;
    this.placeChanged();
    this.fault(say("sparql.endpoint ask", { address: endpoint }));
  }

  async share() {
    this.remember();
    try {
      await navigator.clipboard.writeText(location.href);
      this.linkButton.textContent = say("common.copied");
    } catch {
      this.linkButton.textContent = say("common.copy failed");
    }
    setTimeout(() => (this.linkButton.textContent = say("sparql.link")), 3000);
  }
}

/**
 * Returns the prefixes that a text uses and does not declare, as declarations.
 * @param {string} text
 * @param {Record<string, string>} prefixes
 */
function missing(text, prefixes) {
  const bare = text.replace(/<[^\s<>]*>|"(?:[^"\\]|\\.)*"|#[^\n]*/g, " ");
  return Object.entries(prefixes)
    .filter(
      ([prefix]) =>
        new RegExp(`(^|[^\\w-])${prefix}:`).test(bare) && !new RegExp(`PREFIX\\s+${prefix}:`, "i").test(text),
    )
    .map(([prefix, namespace]) => `PREFIX ${prefix}: <${namespace}>\n`);
}

/**
 * Returns a text with the library's prefixes declared where it uses them.
 * @param {string} text
 * @param {Record<string, string>} prefixes
 */
function declared(text, prefixes) {
  return missing(text, prefixes).join("") + text;
}

/**
 * Returns how many lines were put before a text.
 * @param {string} text
 * @param {Record<string, string>} prefixes
 */
function added(text, prefixes) {
  return missing(text, prefixes).length;
}

async function open() {
  const place = document.querySelector('[data-app="sparql"]');
  if (!(place instanceof HTMLElement)) return;
  try {
    new Page(place, await load("library"));
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    show(place, h("p", { class: "fault", role: "alert" }, say("sparql.load")));
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", open);
else open();
