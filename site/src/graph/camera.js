/** Where the visitor looks: the point in the middle of the canvas, and how many pixels a unit takes. */

const NEAREST = 4;
const FARTHEST = 0.02;
const LABELS = 230; // pixels left for labels at the right edge
const IDENTIFIERS = 34; // and for short ones at the left

export class Camera {
  x = 0;
  y = 0;
  scale = 1;
  width = 1;
  height = 1;

  /**
   * Returns a place on the canvas.
   * @param {number} x
   * @param {number} y
   * @returns {[number, number]}
   */
  toScreen(x, y) {
    return [(x - this.x) * this.scale + this.width / 2, (y - this.y) * this.scale + this.height / 2];
  }

  /**
   * Returns a place in the graph.
   * @param {number} x
   * @param {number} y
   * @returns {[number, number]}
   */
  toWorld(x, y) {
    return [(x - this.width / 2) / this.scale + this.x, (y - this.height / 2) / this.scale + this.y];
  }

  /**
   * Zooms about a point of the canvas.
   * @param {number} factor
   * @param {number} x
   * @param {number} y
   */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const [worldX, worldY] = this.toWorld(x, y);
    this.scale = Math.min(NEAREST, Math.max(FARTHEST, this.scale * factor));
    this.x = worldX - (x - this.width / 2) / this.scale;
    this.y = worldY - (y - this.height / 2) / this.scale;
  }

  /**
   * Looks at a rectangle, with room for labels at its right.
   * @param {number[]} box left, top, right, bottom
   */
  fit([left, top, right, bottom]) {
    const room = Math.min(LABELS, this.width * 0.24);
    const wide = Math.max(right - left, 60);
    const high = Math.max(bottom - top, 60);
    this.scale = Math.min(
      1.6,
      Math.max(FARTHEST, Math.min((this.width - room - IDENTIFIERS - 30) / wide, (this.height - 60) / high)),
    );
    this.x = (left + right) / 2 + ((room - IDENTIFIERS) / 2 - 6) / this.scale;
    this.y = (top + bottom) / 2;
  }
}
