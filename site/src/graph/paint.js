/** Draws the map on a canvas, in batches: one path for each kind of node and each kind of line. */

import { FONT, place } from "./labels.js";
import { colourOf, SHAPES, sizeOf } from "./look.js";

const MARGIN = 0.3; // of the canvas, drawn beyond each of its edges so that dragging shows lines at once
const FADED = 0.16;
const ARROW = 7;
const LABELS_FROM = 0.09; // below this scale, only what is pointed at is named
const MOST_LABELS = 400;
const CLAIMS = /** @type {const} */ (["", "statute", "inferred", "author"]);

/**
 * @typedef {import("./scene.js").Node} Node
 * @typedef {import("./scene.js").Edge} Edge
 */

export class Painter {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("./scene.js").Scene} scene
   * @param {import("./camera.js").Camera} camera
   * @param {import("./look.js").Look} look
   */
  constructor(canvas, scene, camera, look) {
    this.canvas = canvas;
    this.scene = scene;
    this.camera = camera;
    this.look = look;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.ratio = 1;
    this.layer = document.createElement("canvas");
    /** @type {{x: number, y: number, scale: number} | null} */
    this.drawnAt = null;
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {Node | null} */
    this.focus = null;
    /** @type {Node | null} */
    this.selected = null;
  }

  /** Fits the canvas to its place on the page. */
  resize() {
    const { canvas, camera } = this;
    this.ratio = Math.min(2, window.devicePixelRatio || 1);
    camera.width = canvas.clientWidth;
    camera.height = canvas.clientHeight;
    canvas.width = Math.round(camera.width * this.ratio);
    canvas.height = Math.round(camera.height * this.ratio);
    this.drawnAt = null;
  }

  /** Forgets what was drawn: what is shown, or how it looks, has changed. */
  forget() {
    this.drawnAt = null;
  }

  /**
   * Draws a frame.
   * @param {boolean} moving while dragging and zooming, what was drawn last is moved along
   */
  draw(moving = false) {
    const { context } = this;
    if (!moving || !this.drawnAt) this.drawLayer();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.copyLayer();
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    if (!moving) this.drawLabels(this.marks(), this.marked());
  }

  /** Returns the node that is pointed at or chosen with its neighbours, or nothing. */
  marked() {
    const node = this.focus ?? this.selected;
    return node && new Set([node, ...this.scene.around(node)]);
  }

  /**
   * Returns what is on the canvas, the weightiest first.
   * @param {number} [margin] of its size, beyond each of its edges
   */
  marks(margin = 0) {
    const { camera } = this;
    const [wide, high] = [camera.width * margin + 20, camera.height * margin + 20];
    const found = [];
    for (const node of this.scene.shown) {
      const [x, y] = camera.toScreen(node.x, node.y);
      if (x > -wide && y > -high && x < camera.width + wide && y < camera.height + high)
        found.push({ node, x, y, size: sizeOf(node, camera.scale) });
    }
    return found;
  }

  /** Draws lines and nodes on a canvas of their own, somewhat larger than the one on the page. */
  drawLayer() {
    const { camera, layer, look, ratio } = this;
    layer.width = Math.round(camera.width * (1 + 2 * MARGIN) * ratio);
    layer.height = Math.round(camera.height * (1 + 2 * MARGIN) * ratio);
    const context = /** @type {CanvasRenderingContext2D} */ (layer.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, camera.width * MARGIN * ratio, camera.height * MARGIN * ratio);
    const marked = this.marked();
    const dim = marked ? FADED * 1.6 : 1;
    const near = this.scene.shownEdges.filter((edge) => this.near(edge));
    for (const claimed of CLAIMS) {
      const edges = near.filter((edge) => edge.claimed === claimed);
      const colour = claimed ? look.claims[claimed] : look.muted;
      this.stroke(context, edges, claimed, dim * (claimed ? 0.9 : 0.34), colour);
    }
    if (marked) this.drawMarkedLines(context);
    this.drawNodes(context, this.marks(MARGIN), marked);
    this.drawnAt = { x: camera.x, y: camera.y, scale: camera.scale };
  }

  /**
   * Returns whether a line may cross the canvas or its margin.
   * @param {Edge} edge
   */
  near({ from, to }) {
    const { camera } = this;
    const [x1, y1] = camera.toScreen(from.x, from.y);
    const [x2, y2] = camera.toScreen(to.x, to.y);
    const [w, h] = [camera.width * MARGIN, camera.height * MARGIN];
    return (
      Math.max(x1, x2) > -w &&
      Math.min(x1, x2) < camera.width + w &&
      Math.max(y1, y2) > -h &&
      Math.min(y1, y2) < camera.height + h
    );
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Edge[]} edges
   * @param {Edge["claimed"]} claimed
   * @param {number} strength
   * @param {string} colour
   */
  stroke(context, edges, claimed, strength, colour) {
    const { camera } = this;
    context.globalAlpha = strength;
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = claimed ? 1.6 : 1;
    context.setLineDash(claimed === "author" ? [5, 4] : []);
    context.beginPath();
    const arrows = camera.scale > 0.25;
    const heads = new Path2D();
    for (const { from, to } of edges) {
      const [x1, y1] = camera.toScreen(from.x, from.y);
      const [x2, y2] = camera.toScreen(to.x, to.y);
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      if (claimed && arrows) head(heads, x1, y1, x2, y2, sizeOf(to, camera.scale) + 2);
    }
    context.stroke();
    context.setLineDash([]);
    context.fill(heads);
    context.globalAlpha = 1;
  }

  /** Copies what was drawn to where it belongs now. */
  copyLayer() {
    const { camera, drawnAt, context } = this;
    if (!drawnAt) return;
    const { ratio } = this;
    const factor = camera.scale / drawnAt.scale;
    const x =
      (camera.width / 2 -
        (camera.width / 2 + camera.width * MARGIN) * factor +
        (drawnAt.x - camera.x) * camera.scale) *
      ratio;
    const y =
      (camera.height / 2 -
        (camera.height / 2 + camera.height * MARGIN) * factor +
        (drawnAt.y - camera.y) * camera.scale) *
      ratio;
    context.drawImage(this.layer, x, y, this.layer.width * factor, this.layer.height * factor);
  }

  /** @param {CanvasRenderingContext2D} context */
  drawMarkedLines(context) {
    const node = /** @type {Node} */ (this.focus ?? this.selected);
    const shown = new Set(this.scene.shown);
    for (const claimed of CLAIMS) {
      const edges = node.edges.filter(
        (edge) => edge.claimed === claimed && shown.has(edge.from) && shown.has(edge.to),
      );
      this.stroke(context, edges, claimed, 1, claimed ? this.look.claims[claimed] : this.look.muted);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ReturnType<Painter["marks"]>} marks
   * @param {Set<Node> | null} marked
   */
  drawNodes(context, marks, marked) {
    /** @type {Map<string, {bright: Path2D, faded: Path2D}>} */
    const paths = new Map();
    for (const { node, x, y, size } of marks) {
      let both = paths.get(node.group);
      if (!both) paths.set(node.group, (both = { bright: new Path2D(), faded: new Path2D() }));
      outline(
        !marked || marked.has(node) ? both.bright : both.faded,
        this.scene.kinds[node.group]?.shape,
        x,
        y,
        size,
      );
    }
    const { look } = this;
    for (const [group, { bright, faded }] of paths) {
      context.fillStyle = colourOf(look, group);
      context.globalAlpha = FADED;
      context.fill(faded);
      context.globalAlpha = 1;
      context.fill(bright);
    }
    if (this.selected) this.ring(context, this.selected);
    if (this.focus) this.ring(context, this.focus);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Node} node
   */
  ring(context, node) {
    const [x, y] = this.camera.toScreen(node.x, node.y);
    context.strokeStyle = this.look.accent;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, sizeOf(node, this.camera.scale) + 4, 0, 7);
    context.stroke();
  }

  /**
   * @param {ReturnType<Painter["marks"]>} marks
   * @param {Set<Node> | null} marked
   */
  drawLabels(marks, marked) {
    const { context, look, camera } = this;
    const named = marked
      ? marks.filter(({ node }) => marked.has(node))
      : camera.scale < LABELS_FROM
        ? []
        : marks;
    context.font = `${FONT}px ${look.font}`;
    context.textBaseline = "middle";
    const always = new Set([this.focus, this.selected].filter((node) => node !== null));
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = look.paper;
    context.fillStyle = look.ink;
    for (const { text, x, y } of place(
      named.slice(0, MOST_LABELS),
      (label) => this.measure(label),
      always,
      camera,
    )) {
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
  }

  /** @param {string} text */
  measure(text) {
    let width = this.widths.get(text);
    if (width === undefined) this.widths.set(text, (width = this.context.measureText(text).width));
    return width;
  }

  /**
   * Returns the node at a place of the canvas, the nearest within reach.
   * @param {number} x
   * @param {number} y
   * @param {number} [reach] in pixels
   */
  at(x, y, reach = 9) {
    let best = null;
    let distance = reach * reach;
    for (const node of this.scene.shown) {
      const [nodeX, nodeY] = this.camera.toScreen(node.x, node.y);
      const found = (nodeX - x) ** 2 + (nodeY - y) ** 2;
      if (found < distance) [best, distance] = [node, found];
    }
    return best;
  }
}

/**
 * Adds the outline of a node to a path.
 * @param {Path2D} path
 * @param {string | undefined} shape
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function outline(path, shape, x, y, size) {
  const points = SHAPES[shape ?? ""];
  if (!points) {
    path.moveTo(x + size, y);
    path.arc(x, y, size, 0, 7);
    return;
  }
  const [[firstX, firstY], ...others] = points;
  path.moveTo(x + firstX * size, y + firstY * size);
  for (const [dx, dy] of others) path.lineTo(x + dx * size, y + dy * size);
  path.closePath();
}

/**
 * Adds the head of an arrow to a path.
 * @param {Path2D} path
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {number} gap pixels before the end
 */
function head(path, x1, y1, x2, y2, gap) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < gap + ARROW) return;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [tipX, tipY] = [x2 - ux * gap, y2 - uy * gap];
  path.moveTo(tipX, tipY);
  path.lineTo(tipX - ux * ARROW - uy * ARROW * 0.5, tipY - uy * ARROW + ux * ARROW * 0.5);
  path.lineTo(tipX - ux * ARROW + uy * ARROW * 0.5, tipY - uy * ARROW - ux * ARROW * 0.5);
  path.closePath();
}
