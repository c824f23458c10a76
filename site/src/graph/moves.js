/** Moving about the map: by pointer, wheel, two fingers, keys. */

import { chinese, settle } from "../dom.js";

/** How much one press of a zoom button or key zooms. */
export const STEP = 1.35;
const SETTLED = 140; // milliseconds after the last turn of the wheel
const CLICK = 5; // pixels that a click may move
const REACH = { mouse: 9, touch: 22 }; // pixels within which a node is meant

/**
 * @typedef {import("./scene.js").Node} Node
 *
 * @typedef {object} Map_ What a map can be told.
 * @property {HTMLCanvasElement} canvas
 * @property {import("./camera.js").Camera} camera
 * @property {import("./paint.js").Painter} painter
 * @property {import("./scene.js").Scene} scene
 * @property {(moving?: boolean) => void} frame draws with the next frame
 * @property {() => void} still draws anew once nothing moves
 * @property {(node: Node | null) => void} hover
 * @property {(node: Node | null) => void} select
 * @property {(node: Node | null) => void} expand
 * @property {(factor: number) => void} zoom
 * @property {() => void} fit
 * @property {(text: string) => void} tell
 */

export class Pointer {
  /** @param {Map_} map */
  constructor(map) {
    this.map = map;
    this.settled = settle(SETTLED, () => map.still());
    /** @type {{x: number, y: number} | undefined} */
    this.begun = undefined;
  }

  listen() {
    const { canvas, painter } = this.map;
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"])
      canvas.addEventListener(end, (event) => this.up(/** @type {PointerEvent} */ (event)));
    canvas.addEventListener("pointerleave", () => this.map.hover(null));
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("dblclick", ({ offsetX, offsetY }) =>
      this.map.expand(painter.at(offsetX, offsetY)),
    );
  }

  /** @type {Map<number, PointerEvent>} */
  pointers = new Map();

  /** @param {PointerEvent} event */
  down(event) {
    this.map.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, event);
    this.begun = { x: event.offsetX, y: event.offsetY };
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return this.map.hover(this.map.painter.at(event.offsetX, event.offsetY));
    if (this.pointers.size > 1) this.pinch(before, event);
    this.map.camera.x -= (event.offsetX - before.offsetX) / this.map.camera.scale / this.pointers.size;
    this.map.camera.y -= (event.offsetY - before.offsetY) / this.map.camera.scale / this.pointers.size;
    this.pointers.set(event.pointerId, event);
    this.map.frame(true);
  }

  /**
   * Zooms by two fingers.
   * @param {PointerEvent} before
   * @param {PointerEvent} now
   */
  pinch(before, now) {
    const other = [...this.pointers.values()].find(({ pointerId }) => pointerId !== now.pointerId);
    if (!other) return;
    const distance = (/** @type {PointerEvent} */ one) =>
      Math.hypot(one.offsetX - other.offsetX, one.offsetY - other.offsetY) || 1;
    this.map.camera.zoom(
      distance(now) / distance(before),
      (now.offsetX + other.offsetX) / 2,
      (now.offsetY + other.offsetY) / 2,
    );
  }

  /** @param {PointerEvent} event */
  up(event) {
    const held = this.pointers.delete(event.pointerId);
    if (!held) return;
    const moved =
      this.begun && Math.hypot(event.offsetX - this.begun.x, event.offsetY - this.begun.y) > CLICK;
    if (moved) this.map.still();
    else if (event.type === "pointerup") this.click(event);
  }

  /** @param {PointerEvent} event */
  click({ offsetX, offsetY, pointerType }) {
    const node = this.map.painter.at(offsetX, offsetY, pointerType === "touch" ? REACH.touch : REACH.mouse);
    if (node !== this.map.painter.selected) this.map.select(node);
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    event.preventDefault();
    this.map.camera.zoom(
      Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)),
      event.offsetX,
      event.offsetY,
    );
    this.map.frame(true);
    this.settled();
  }
}

export class Keys {
  /** @param {Map_} map */
  constructor(map) {
    this.map = map;
  }

  listen() {
    const { canvas } = this.map;
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("blur", () => this.map.hover(null));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { key } = event;
    const ways = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    });
    if (key in ways) this.step(ways[key]);
    else if (key === "Enter" && this.map.painter.focus) this.map.select(this.map.painter.focus);
    else if (key === "+" || key === "=") this.map.zoom(STEP);
    else if (key === "-") this.map.zoom(1 / STEP);
    else if (key === "0") this.map.fit();
    else if (key.toLowerCase() === "e") this.map.expand(this.map.painter.focus ?? this.map.painter.selected);
    else if (key === "Escape") this.map.select(null);
    else return;
    event.preventDefault();
  }

  /**
   * Goes to the nearest resource in a direction.
   * @param {[number, number]} way
   */
  step([dx, dy]) {
    const from = this.map.painter.focus ??
      this.map.painter.selected ?? { x: this.map.camera.x, y: this.map.camera.y };
    let best = null;
    let least = Infinity;
    for (const node of this.map.scene.shown) {
      const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
      const aside = Math.abs((node.x - from.x) * dy + (node.y - from.y) * dx);
      if (along > 0.5 && along + aside * 2.5 < least) [best, least] = [node, along + aside * 2.5];
    }
    if (!best) return;
    this.map.hover(best);
    this.map.tell(`${best.name} · ${this.map.scene.kinds[best.group][chinese ? "zh" : "en"]}`);
    const [x, y] = this.map.camera.toScreen(best.x, best.y);
    if (x < 30 || y < 30 || x > this.map.camera.width - 30 || y > this.map.camera.height - 30)
      [this.map.camera.x, this.map.camera.y] = [best.x, best.y];
    this.map.frame();
  }
}
