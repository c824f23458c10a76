/** The map as a file: PNG from the canvas, SVG from the scene. */

import { download, svg } from "../dom.js";
import { FONT, place } from "./labels.js";
import { colourOf, SHAPES } from "./look.js";

/**
 * Gives the map as it is on the canvas, on a ground of its own.
 * @param {import("./paint.js").Painter} painter
 */
export function savePng({ canvas, look }) {
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = /** @type {CanvasRenderingContext2D} */ (copy.getContext("2d"));
  context.fillStyle = look.paper;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => blob && download("anbao.png", "image/png", blob), "image/png");
}

/**
 * Gives the map as it is on the canvas, as SVG.
 * @param {import("./paint.js").Painter} painter
 */
export function saveSvg(painter) {
  const drawing = draw(painter);
  download(
    "anbao.svg",
    "image/svg+xml",
    `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing)}\n`,
  );
}

/**
 * Returns the map as SVG: lines, nodes with their names, labels that do not collide.
 * @param {import("./paint.js").Painter} painter
 */
export function draw(painter) {
  const { camera, scene, look } = painter;
  const marks = painter.marks();
  const lines = scene.shownEdges
    .filter((edge) => painter.near(edge))
    .map(({ from, to, claimed }) => {
      const [x1, y1] = camera.toScreen(from.x, from.y);
      const [x2, y2] = camera.toScreen(to.x, to.y);
      const stroke = claimed ? look.claims[claimed] : look.muted;
      const dashes = claimed === "author" ? "5 4" : null;
      return svg("line", {
        x1: round(x1),
        y1: round(y1),
        x2: round(x2),
        y2: round(y2),
        stroke,
        "stroke-opacity": claimed ? 0.9 : 0.34,
        "stroke-width": claimed ? 1.6 : 1,
        "stroke-dasharray": dashes,
      });
    });
  const nodes = marks.map(({ node, x, y, size }) =>
    svg(
      "g",
      { fill: colourOf(look, node.group) },
      svg("title", null, node.name),
      shape(scene.kinds[node.group]?.shape, x, y, size),
    ),
  );
  const measure = (/** @type {string} */ text) => painter.measure(text);
  const labels = place(marks, measure, new Set(), camera).map(({ text, x, y }) =>
    svg("text", { x: round(x), y: round(y + FONT * 0.36) }, text),
  );
  return svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${camera.width} ${camera.height}`,
      width: camera.width,
      height: camera.height,
    },
    svg("rect", { width: camera.width, height: camera.height, fill: look.paper }),
    svg("g", null, lines),
    svg("g", null, nodes),
    svg(
      "g",
      {
        "font-family": look.font,
        "font-size": FONT,
        fill: look.ink,
        stroke: look.paper,
        "stroke-width": 3,
        "paint-order": "stroke",
      },
      labels,
    ),
  );
}

/**
 * @param {string | undefined} kind
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function shape(kind, x, y, size) {
  const points = SHAPES[kind ?? ""];
  if (!points) return svg("circle", { cx: round(x), cy: round(y), r: round(size) });
  return svg("polygon", {
    points: points.map(([dx, dy]) => `${round(x + dx * size)},${round(y + dy * size)}`).join(" "),
  });
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
