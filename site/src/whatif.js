/** The what-if page: set the facts of a dispute and see what each doctrine gives. */

import { chinese, h, painted, settle, show, speak } from "./dom.js";
import { answers, apportion, common, opinion, whatif } from "./generated.js";
import { load, LoadError } from "./data.js";
import { Client, Fault } from "./engine/client.js";
import { Answers } from "./whatif/answers.js";
import { Form } from "./whatif/form.js";
import { blank, read, write } from "./whatif/state.js";

const say = speak({ answers, apportion, common, opinion, whatif });
const language = chinese ? "zh" : "en";
const TOGETHER = 64; // changes whose effects are asked for at once, so that a change of the facts waits little
const IDLE = 350; // milliseconds without a change until changes of findings are tried

class Page {
  /**
   * @param {HTMLElement} place
   * @param {import("./whatif/form.js").Contents} contents
   */
  constructor(place, contents) {
    this.contents = contents;
    this.codes = new Set(contents.groups.flatMap(({ facts }) => facts.map(([code]) => code)));
    this.notice = h("div", { class: "notice", role: "status" });
    this.status = h("p", { class: "status-line", role: "status" }, say("whatif.loading"));
    this.place = h("div", null, h("p", { class: "lead" }, say("whatif.begin")));
    /** @type {any} */
    this.knowledge = undefined;
    /** @type {import("./engine/client.js").Client | undefined} */
    this.client = undefined;
    /** @type {Answers | undefined} */
    this.answers = undefined;
    /** @type {Map<string, Promise<void>>} what the worker learns or has learnt, by variant */
    this.learnt = new Map();
    /** @type {{dispute: import("./engine/inputs.js").Dispute, mode: import("./engine/decide.js").Mode,
     *   result: import("./engine/decide.js").Result} | undefined} */
    this.last = undefined;
    this.deciding = false;
    this.waiting = false;
    this.state = this.recall().state;
    this.form = new Form(contents, this.state, () => this.changed());
    this.copy = h("button", { type: "button", onclick: () => this.share() }, say("whatif.copy"));
    this.tryLater = settle(IDLE, () => this.tryChanges());
    show(
      place,
      this.notice,
      h(
        "div",
        { class: "whatif" },
        this.form.element,
        h(
          "section",
          { class: "whatif-answers", "aria-labelledby": "answers" },
          h("h2", { id: "answers" }, say("whatif.answers")),
          h("p", { class: "line" }, this.status, this.copy),
          this.place,
        ),
      ),
    );
    window.addEventListener("hashchange", () => this.arrive());
  }

  /** Reads the address, and says what of it cannot be read. */
  recall() {
    const events = this.contents.events.map(([event]) => event);
    const knows = (/** @type {string} */ position) =>
      !this.knowledge || `id:${position}` in this.knowledge.modes.lata.positions;
    const { state, complaints } = read(location.hash, this.codes, events, knows);
    const parts = complaints.map(({ word, values }) => say(word, values));
    const version = complaints.some(({ word }) => word === "whatif.state version");
    show(
      this.notice,
      parts.length > 0 &&
        h(
          "p",
          { class: "fault" },
          version ? parts : say("whatif.state broken", { parts: parts.join(chinese ? "，" : ", ") }),
        ),
    );
    return { state };
  }

  arrive() {
    if (location.hash.replace(/^#/, "") === write(this.state)) return;
    this.replace(this.recall().state);
  }

  /** @param {import("./whatif/state.js").State} state */
  replace(state) {
    Object.assign(this.state, state);
    this.form.draw();
    this.changed();
  }

  changed() {
    const address = write(this.state);
    history.replaceState(null, "", address ? `#${address}` : location.pathname + location.search);
    this.decide();
  }

  /** @param {string} position */
  select(position) {
    this.state.position = position === this.knowledge?.bare ? "" : position.replace(/^id:/, "");
    history.replaceState(null, "", `#${write(this.state)}`);
    this.explain().catch((error) => this.fail(error));
    this.tryChanges();
  }

  async share() {
    try {
      await navigator.clipboard.writeText(location.href);
      this.copy.textContent = say("common.copied");
    } catch {
      this.copy.textContent = say("common.copy failed");
    }
    setTimeout(() => (this.copy.textContent = say("whatif.copy")), 3000);
  }

  /** Starts the engine; a failure is said in words, and can be tried again. */
  async begin() {
    show(this.status, say("whatif.loading"));
    try {
      if (typeof DecompressionStream !== "function") throw new Fault("old");
      const [knowledge, circuit, worker] = await Promise.all([
        load("whatif"),
        load("circuit"),
        load("engine", "assets/engine.js"),
      ]);
      const client = new Client(worker);
      const { modes, law, bare, axioms, taxonomies } = knowledge;
      await client.ask("start", { knowledge: { modes, law, bare, axioms, taxonomies }, circuit });
      this.learnt.clear();
      this.knowledge = knowledge;
      this.client = client;
      this.answers = new Answers(knowledge, say, language, (position) => this.select(position));
      show(this.place, this.answers.element);
      this.form.offer(knowledge.presets, language, (place) => this.take(place));
      if (location.hash) this.replace(this.recall().state);
      else this.decide();
    } catch (error) {
      this.fail(error);
    }
  }

  /** @param {unknown} error */
  fail(error) {
    const { fault, message } = error instanceof Fault ? error : { fault: "failed", message: String(error) };
    const loaded = !(error instanceof LoadError);
    const words =
      fault === "old"
        ? say("whatif.fault old")
        : loaded
          ? say("whatif.fault failed", { message })
          : say("whatif.fault load");
    const again = h("button", { type: "button", onclick: () => this.begin() }, say("whatif.again"));
    show(this.status, h("span", { class: "fault" }, words), " ", fault !== "old" && again);
    if (fault !== "old") this.client = undefined;
  }

  /** @param {number} place of the preset */
  take(place) {
    const preset = this.knowledge.presets[place];
    const state = {
      ...blank(),
      dates: { ...preset.dates },
      mode: this.state.mode,
      position: this.state.position,
    };
    for (const [status, codes] of Object.entries(preset.findings)) {
      for (const code of /** @type {string[]} */ (codes))
        state.findings.set(code, /** @type {any} */ (status));
    }
    this.replace(state);
  }

  /** Returns the dispute as the engine takes it. */
  dispute() {
    const { codes } = this.knowledge;
    const findings = Object.fromEntries(
      [...this.state.findings].map(([code, status]) => [codes[code], status]),
    );
    return { dates: { ...this.state.dates }, findings };
  }

  /** Decides the dispute as it stands; while one is being decided, only the last change waits. */
  async decide() {
    const { client, answers } = this;
    if (!client || !answers) return;
    if (this.deciding) {
      this.waiting = true;
      return;
    }
    this.deciding = true;
    const begun = performance.now();
    try {
      if (this.state.findings.size === 0) {
        answers.empty();
        show(this.status);
      } else {
        const { dispute, mode } = { dispute: this.dispute(), mode: this.state.mode };
        const { result, time: taken } = await client.ask("decide", { dispute, mode });
        const time = Math.round((performance.now() - begun) * 10) / 10;
        answers.draw(result, this.state.position);
        show(this.status, say("whatif.ready", { count: Object.keys(result.answers).length, time }));
        this.status.dataset.taken = String(taken); // by the engine alone
        this.status.dataset.time = String(time);
        this.last = { dispute, mode, result };
        this.explain().catch((error) => this.fail(error));
        this.tryLater();
      }
    } catch (error) {
      this.fail(error);
    }
    this.deciding = false;
    if (this.waiting) {
      this.waiting = false;
      this.decide();
    }
  }

  /**
   * Lets the worker learn what tells why under a position; each variant is loaded once.
   * @param {string} position
   * @returns {Promise<void>}
   */
  learn(position) {
    const { positions } = this.knowledge.modes[this.state.mode];
    const { variant } = positions[position];
    const known = this.learnt.get(variant);
    if (known) return known;
    const { bare } = this.knowledge;
    const after = variant === positions[bare].variant ? Promise.resolve() : this.learn(bare);
    const learning = Promise.all([load(`circuit-${variant}`), after]).then(([circuit]) =>
      this.client?.ask("learn", { variant, circuit }),
    );
    learning.catch(() => this.learnt.delete(variant));
    this.learnt.set(variant, learning);
    return learning;
  }

  /** Shows why under the position that is looked at, and under the bare statutes; a change of the facts ends it. */
  async explain() {
    const { last, client, answers, knowledge } = this;
    if (!last || !client || !answers) return;
    const { dispute, mode, result } = last;
    const ask = async (/** @type {string} */ task, /** @type {string} */ position) => {
      await this.learn(position);
      return client.ask(task, { dispute, mode, position });
    };
    const { position } = answers;
    load("apportioned").then(
      (tables) =>
        last === this.last && position === answers.position && answers.apportion(tables, dispute.findings),
      (error) => this.fail(error),
    );
    if (result.undecided === "circle") {
      const norms = await Promise.all(result.circles.map((one) => ask("circle", one)));
      if (last === this.last) answers.circle(norms.flat());
      return;
    }
    const bare = await ask("reasons", knowledge.bare);
    if (result.undecided) {
      if (last === this.last) answers.clash(bare.contradiction);
      return;
    }
    const decision = position === knowledge.bare ? bare : await ask("reasons", position);
    if (last === this.last && position === answers.position) answers.explain(bare, decision);
  }

  /** Tries all changes of one or two findings under the position that is looked at; a change of the facts ends it. */
  async tryChanges() {
    const { last, client, answers } = this;
    if (!last || !client || !answers || last.result.undecided) return;
    const { dispute, mode } = last;
    const { position } = answers;
    const begun = performance.now();
    try {
      const flips = await client.ask("flip", { dispute, mode, position });
      const time = Math.round(performance.now() - begun);
      const stale = () => last !== this.last || position !== answers.position;
      if (stale()) return;
      answers.flipped(flips, time, (flip) => this.adopt(flip));
      for (let at = 0; at < flips.length && !stale(); at += TOGETHER) {
        const some = flips.slice(at, at + TOGETHER);
        const sets = some.map((/** @type {import("./engine/flips.js").Flip} */ { changes }) => changes);
        answers.count(some, await client.ask("effects", { dispute, mode, sets }));
      }
    } catch (error) {
      if (last === this.last) this.fail(error);
    }
  }

  /** @param {import("./engine/flips.js").Flip} flip */
  adopt({ changes }) {
    const { codes } = this.knowledge;
    const of = Object.fromEntries(Object.entries(codes).map(([code, name]) => [name, code]));
    for (const { circumstance, status } of changes) this.form.set(of[circumstance], status);
    this.form.drawGroups();
  }
}

/** Shows the form at once, and gets the engine when the page is there. */
async function open() {
  const place = document.querySelector('[data-app="whatif"]');
  if (!(place instanceof HTMLElement)) return;
  try {
    const page = new Page(place, await load(`whatif-${language}`));
    await painted();
    await page.begin();
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    show(place, h("p", { class: "fault", role: "alert" }, say("whatif.fault load")));
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", open);
else open();
