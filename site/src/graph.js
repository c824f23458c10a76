/** The graph page: a map that starts small, filters, details, a table, a neighbourhood, files. */

import { chinese, h, painted, settle, show, speak } from "./dom.js";
import { common, graph } from "./generated.js";
import { load, LoadError } from "./data.js";
import { Camera } from "./graph/camera.js";
import { savePng, saveSvg } from "./graph/export.js";
import { Filters } from "./graph/filters.js";
import { look } from "./graph/look.js";
import { Keys, Pointer, STEP } from "./graph/moves.js";
import { drawNear } from "./graph/near.js";
import { Painter } from "./graph/paint.js";
import { Panel } from "./graph/panel.js";
import { Scene, unfiltered } from "./graph/scene.js";
import { read, write } from "./graph/state.js";
import { drawTable } from "./graph/table.js";

const say = speak({ common, graph });
const VIEWS = /** @type {const} */ ({ map: "graph.map", table: "common.table", near: "graph.near" });
const FOUND = 12; // hits of a search

/** @typedef {import("./graph/scene.js").Node} Node */

class Page {
  /**
   * @param {HTMLElement} place
   * @param {any} data
   */
  constructor(place, data) {
    this.data = data;
    this.scene = new Scene(data, chinese);
    this.camera = new Camera();
    /** @type {import("./graph/state.js").State} */
    this.state = { filter: unfiltered(), node: "", shown: "map", at: null };
    /** @type {number | undefined} */
    this.asked = undefined;
    this.notice = h("p", { class: "fault", role: "status" });
    this.canvas = h("canvas", {
      class: "map-canvas",
      tabindex: 0,
      role: "application",
      "aria-label": say("graph.canvas"),
    });
    this.status = h("p", { class: "status-line", role: "status" });
    this.other = h("div", { class: "other-view", hidden: true });
    this.filters = new Filters(this.scene, say, chinese ? "zh" : "en", () => this.refilter());
    this.panel = new Panel(this.scene, say, {
      select: (node) => this.select(node, true),
      expand: (node) => this.expand(node),
      close: () => this.select(null),
    });
    this.hits = h("datalist", { id: "graph-hits" });
    this.finder = h("input", {
      type: "search",
      id: "graph-find",
      list: "graph-hits",
      autocomplete: "off",
      "aria-label": say("graph.find"),
      placeholder: say("graph.find"),
    });
    this.views = h(
      "div",
      { class: "choice", role: "group", "aria-label": say("common.shown as") },
      /** @type {const} */ (["map", "table", "near"]).map((one) => this.viewButton(one)),
    );
    show(
      place,
      this.notice,
      h("div", { class: "graph-bar" }, this.finder, this.hits, this.views, this.buttons(), this.status),
      h(
        "div",
        { class: "graph" },
        h(
          "details",
          { class: "legend", open: window.innerWidth > 900 },
          h("summary", null, say("graph.filters")),
          this.filters.element,
        ),
        h("div", { class: "stage" }, this.canvas, this.other),
        this.panel.element,
      ),
    );
    this.painter = new Painter(this.canvas, this.scene, this.camera, look(place));
    this.place = place;
    this.listen();
    this.recall();
  }

  /** @param {"map" | "table" | "near"} one */
  viewButton(one) {
    return h("button", { type: "button", "data-view": one, onclick: () => this.turn(one) }, say(VIEWS[one]));
  }

  /** @param {"map" | "table" | "near"} view */
  turn(view) {
    this.state.shown = view;
    this.changed();
  }

  buttons() {
    const button = (
      /** @type {keyof typeof graph} */ word,
      /** @type {() => void} */ call,
      /** @type {string} */ text = say(`graph.${word}`),
    ) => {
      const title = say(`graph.${word}`);
      return h(
        "button",
        { type: "button", "data-do": word, title, "aria-label": title, onclick: call },
        text,
      );
    };
    return h(
      "div",
      { class: "choice" },
      button("first", () => this.reset("first")),
      button("all", () => this.reset("all")),
      button("zoom in", () => this.zoom(STEP), "+"),
      button("zoom out", () => this.zoom(1 / STEP), "−"),
      button("fit", () => this.fit()),
      button("png", () => savePng(this.painter)),
      button("svg", () => saveSvg(this.painter)),
    );
  }

  listen() {
    new Pointer(this).listen();
    new Keys(this).listen();
    this.finder.addEventListener(
      "input",
      settle(120, () => this.suggest()),
    );
    this.finder.addEventListener("change", () => this.found());
    window.addEventListener(
      "hashchange",
      () => location.hash.slice(1) !== write(this.state) && this.recall(),
    );
    document.addEventListener("themechange", () => this.restyle());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.restyle());
    new ResizeObserver(() => this.resized()).observe(this.canvas);
  }

  /** Takes the state of the address. */
  recall() {
    const { state, unknown } = read(location, this.scene);
    this.state = state;
    this.notice.textContent = unknown.map((text) => say("graph.state node", { text })).join(" ");
    this.filters.draw(state.filter);
    this.scene.apply(state.filter);
    this.select(this.scene.nodes.get(state.node) ?? null, false);
    if (this.camera.width > 1) this.look();
    this.show();
  }

  /** Looks where the address says, else at the chosen resource, else at everything shown. */
  look() {
    const { at, node } = this.state;
    const chosen = this.scene.nodes.get(node);
    if (at) [this.camera.x, this.camera.y, this.camera.scale] = at;
    else if (chosen && !chosen.first) this.camera.fit(around(chosen, this.scene));
    else this.camera.fit(this.scene.bounds());
    this.painter.forget();
  }

  resized() {
    const { canvas } = this;
    if (!canvas.clientWidth) return;
    const before = this.camera.width;
    this.painter.resize();
    if (before <= 1) this.look();
    this.frame();
  }

  restyle() {
    this.painter.look = look(this.place);
    this.painter.forget();
    this.frame();
    if (this.state.shown === "near") this.show();
  }

  refilter() {
    this.state.at = null;
    this.scene.apply(this.state.filter);
    this.camera.fit(this.scene.bounds());
    this.painter.forget();
    this.changed();
  }

  /** @param {"first" | "all"} view */
  reset(view) {
    const { filter } = this.state;
    Object.assign(filter, { view, statute: "", position: "", court: "", year: "", opened: new Set() });
    this.filters.draw(filter);
    this.state.shown = "map";
    this.refilter();
  }

  /** @param {Node | null} node */
  expand(node) {
    if (!node) return;
    this.state.filter.opened.add(node.id);
    this.scene.apply(this.state.filter);
    this.painter.forget();
    this.select(node, false);
    this.camera.fit(around(node, this.scene));
    this.changed();
  }

  /**
   * Chooses a resource; one that is not shown is opened with its neighbours.
   * @param {Node | null} node
   * @param {boolean} [lookAt]
   */
  select(node, lookAt = false) {
    this.state.node = node?.id ?? "";
    this.painter.selected = node;
    if (node && !this.scene.shown.includes(node)) {
      this.state.filter.opened.add(node.id);
      this.scene.apply(this.state.filter);
      this.camera.fit(around(node, this.scene));
    } else if (node && lookAt) [this.camera.x, this.camera.y] = [node.x, node.y];
    this.painter.forget();
    this.panel.draw(node);
    this.changed();
  }

  changed() {
    history.replaceState(null, "", `${location.pathname}#${write(this.state)}`);
    this.show();
  }

  /** Shows the map, the table or the neighbourhood, as the state says. */
  show() {
    const { shown, node } = this.state;
    const chosen = this.scene.nodes.get(node);
    for (const button of this.views.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === shown));
      button.disabled = button.dataset.view === "near" && !chosen;
    }
    const other = shown === "table" || (shown === "near" && chosen);
    this.other.hidden = !other;
    this.canvas.hidden = Boolean(other);
    show(
      this.status,
      this.scene.shown.length
        ? say("graph.shown", { nodes: this.scene.shown.length, edges: this.scene.shownEdges.length })
        : say("graph.none"),
    );
    if (other) this.drawn();
    if (shown === "table") drawTable(this.other, this.scene, say);
    else if (other && chosen)
      drawNear(this.other, this.scene, chosen, this.painter.look, this.data.options, say, (one) =>
        this.select(one),
      );
    else this.frame();
  }

  /** Counts what was drawn, so that others can tell that something was. */
  drawn() {
    this.place.dataset.drawn = String(Number(this.place.dataset.drawn ?? 0) + 1);
  }

  /** Draws with the next frame. */
  frame(moving = false) {
    this.moving = moving;
    this.asked ??= requestAnimationFrame(() => {
      this.asked = undefined;
      if (this.camera.width > 1) this.painter.draw(this.moving);
      this.drawn();
    });
  }

  /** Draws anew once the visitor stopped moving, and remembers where they look. */
  still() {
    this.painter.forget();
    this.state.at = [this.camera.x, this.camera.y, this.camera.scale];
    history.replaceState(null, "", `${location.pathname}#${write(this.state)}`);
    this.frame();
  }

  /** @param {number} factor */
  zoom(factor) {
    this.camera.zoom(factor);
    this.still();
  }

  fit() {
    this.camera.fit(this.scene.bounds());
    this.still();
  }

  /** @param {Node | null} node */
  hover(node) {
    if (node === this.painter.focus) return;
    this.painter.focus = node;
    this.canvas.style.cursor = node ? "pointer" : "";
    this.canvas.title = node?.name ?? "";
    this.painter.forget();
    this.frame();
  }

  /** @param {string} text */
  tell(text) {
    show(this.status, text);
  }

  suggest() {
    const text = this.finder.value.trim();
    const found = text ? this.scene.find(text).slice(0, FOUND) : [];
    show(
      this.hits,
      found.map(({ name, group }) =>
        h("option", { value: name }, this.scene.kinds[group][chinese ? "zh" : "en"]),
      ),
    );
  }

  found() {
    const [node] = this.finder.value.trim() ? this.scene.find(this.finder.value.trim()) : [];
    if (node) this.select(node, true);
    else if (this.finder.value)
      this.notice.textContent = say("graph.state node", { text: this.finder.value });
  }
}

/**
 * Returns the rectangle of a node and its neighbours.
 * @param {Node} node
 * @param {Scene} scene
 */
function around(node, scene) {
  const all = [node, ...scene.around(node)].filter((one) => scene.shown.includes(one));
  const xs = all.map(({ x }) => x);
  const ys = all.map(({ y }) => y);
  return [
    Math.min(...xs, node.x) - 20,
    Math.min(...ys, node.y) - 20,
    Math.max(...xs, node.x) + 20,
    Math.max(...ys, node.y) + 20,
  ];
}

async function open() {
  const place = document.querySelector('[data-app="graph"]');
  if (!(place instanceof HTMLElement)) return;
  show(place, h("p", { class: "muted", role: "status" }, say("common.loading the graph")));
  try {
    await painted();
    const data = await load("graph");
    new Page(place, data);
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    show(place, h("p", { class: "fault", role: "alert" }, say("graph.failed")));
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", open);
else open();
