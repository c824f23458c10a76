/** The what-if page: set the facts of a dispute and see what each doctrine gives. */

import { chinese, h, painted, settle, show, speak } from "./dom.js";
import { answers, common, whatif } from "./generated.js";
import { load, LoadError } from "./data.js";
import { Fault, start } from "./engine/client.js";
import { Answers } from "./whatif/answers.js";
import { changes, Trials } from "./whatif/changes.js";
import { Form } from "./whatif/form.js";
import { blank, read, write } from "./whatif/state.js";

const say = speak({ answers, common, whatif });
const language = chinese ? "zh" : "en";
const IDLE = 350; // milliseconds without a change until single findings are tried

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
    this.trials = new Trials();
    /** @type {any} */
    this.knowledge = undefined;
    /** @type {import("./engine/client.js").Client | undefined} */
    this.client = undefined;
    /** @type {Answers | undefined} */
    this.answers = undefined;
    /** @type {{dispute: any, result: import("./engine/decide.js").Result, mode: string} | undefined} */
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
      const [knowledge, client] = await Promise.all([load("whatif"), start()]);
      await client.ask("learn", { knowledge });
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
    return { iri: "urn:whatif", dates: { ...this.state.dates }, findings };
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
        const dispute = this.dispute();
        const [result] = await client.ask("decide", { disputes: [dispute], mode: this.state.mode });
        answers.draw(result, this.state.position);
        const time = Math.round(performance.now() - begun);
        show(this.status, say("whatif.ready", { count: Object.keys(result.decisions).length, time }));
        this.status.dataset.time = String(time);
        this.last = { dispute, result, mode: this.state.mode };
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

  /** Tries which single finding would change the answers; a change of the facts ends it. */
  async tryChanges() {
    const { last, answers } = this;
    if (!last || !answers || !Object.keys(last.result.decisions).length) return;
    const tried = changes(this.knowledge, last.dispute, last.result);
    answers.flipping();
    try {
      const flips = await this.trials.run(this.knowledge, last, tried, () => last !== this.last);
      if (flips) answers.flipped(flips, tried.length, (flip) => this.adopt(flip));
    } catch {
      answers.flipped([], 0, () => {});
    }
  }

  /** @param {import("./engine/flips.js").Change} change */
  adopt({ circumstance, status }) {
    const code = Object.keys(this.knowledge.codes).find((one) => this.knowledge.codes[one] === circumstance);
    if (code) this.form.set(code, status);
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
