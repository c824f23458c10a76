/** The graph in memory, and which part of it is shown. */

/**
 * @typedef {object} Node
 * @property {string} id
 * @property {string} name in the page's language
 * @property {string} group its kind
 * @property {number} x
 * @property {number} y
 * @property {string} page
 * @property {string} [identifier]
 * @property {string} [statute]
 * @property {string} [court]
 * @property {string} [year]
 * @property {boolean} first whether it stands in the first view
 * @property {Edge[]} edges
 * @property {number} weight how early its label is drawn
 *
 * @typedef {object} Edge
 * @property {Node} from
 * @property {Node} to
 * @property {string} kind
 * @property {string} name
 * @property {"" | "statute" | "inferred" | "author"} claimed
 *
 * @typedef {object} Filter
 * @property {"first" | "all"} view
 * @property {Set<string>} hidden kinds that are not shown
 * @property {string} statute
 * @property {string} position
 * @property {string} court
 * @property {string} year
 * @property {Set<string>} opened nodes whose neighbours are shown too
 */

/** @returns {Filter} */
export function unfiltered() {
  return {
    view: "first",
    hidden: new Set(),
    statute: "",
    position: "",
    court: "",
    year: "",
    opened: new Set(),
  };
}

export class Scene {
  /**
   * @param {any} data the data file `graph`
   * @param {boolean} chinese
   */
  constructor(data, chinese) {
    this.kinds = data.kinds;
    const first = new Set(data.first);
    /** @type {Map<string, Node>} */
    this.nodes = new Map();
    for (const node of data.nodes) {
      const label = chinese ? node.label : (node.label_en ?? node.label);
      const name = node.identifier ? `${node.identifier} ${label}` : label;
      const own = { name, first: first.has(node.id), edges: [], weight: 0 };
      this.nodes.set(node.id, { ...node, ...own });
    }
    /** @type {Edge[]} */
    this.edges = [];
    for (const edge of data.edges) {
      const [from, to] = [this.nodes.get(edge.from), this.nodes.get(edge.to)];
      if (!from || !to) continue;
      const made = {
        from,
        to,
        kind: edge.kind,
        name: chinese ? edge.label_zh : edge.label_en,
        claimed: edge.claimed,
      };
      this.edges.push(made);
      from.edges.push(made);
      to.edges.push(made);
    }
    for (const node of this.nodes.values()) node.weight = (node.first ? 1000 : 0) + node.edges.length;
    /** @type {Node[]} */
    this.shown = [];
    /** @type {Edge[]} */
    this.shownEdges = [];
  }

  /**
   * Returns the nodes that stand in a relation with a node.
   * @param {Node} node
   */
  around(node) {
    return new Set(node.edges.map((edge) => (edge.from === node ? edge.to : edge.from)));
  }

  /**
   * Works out what is shown.
   * @param {Filter} filter
   */
  apply(filter) {
    const kept = (/** @type {Node} */ node) => !filter.hidden.has(node.group) && this.keeps(node, filter);
    const chosen = new Set(
      [...this.nodes.values()].filter((node) => kept(node) && this.stands(node, filter)),
    );
    for (const id of filter.opened) {
      const node = this.nodes.get(id);
      if (!node) continue;
      chosen.add(node);
      for (const other of this.around(node)) if (!filter.hidden.has(other.group)) chosen.add(other);
    }
    this.shown = [...chosen].sort((a, b) => b.weight - a.weight);
    this.shownEdges = this.edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to));
  }

  /**
   * Returns whether a node belongs to the view: the first one, or any as soon as something is filtered for.
   * @param {Node} node
   * @param {Filter} filter
   */
  stands(node, filter) {
    return (
      filter.view === "all" ||
      node.first ||
      Boolean(filter.statute || filter.position || filter.court || filter.year)
    );
  }

  /**
   * @param {Node} node
   * @param {Filter} filter
   */
  keeps(node, { statute, position, court, year }) {
    if (
      statute &&
      node.id !== statute &&
      node.statute !== statute &&
      !this.touches(node, (other) => other.statute === statute)
    )
      return false;
    if (position && node.id !== position && !this.touches(node, (other) => other.id === position))
      return false;
    if (court && node.id !== court && node.court !== court) return false;
    return !year || node.year === year;
  }

  /**
   * @param {Node} node
   * @param {(other: Node) => boolean} test
   */
  touches(node, test) {
    return node.edges.some(({ from, to }) => test(from === node ? to : from));
  }

  /**
   * Returns the values that nodes can be filtered by, with their names.
   * @param {"statute" | "position" | "court" | "year"} facet
   * @returns {[string, string][]}
   */
  values(facet) {
    const nodes = [...this.nodes.values()];
    if (facet === "position")
      return nodes.filter(({ group }) => group === "position").map(({ id, name }) => [id, name]);
    const found = [...new Set(nodes.flatMap((node) => node[facet] ?? []))];
    /** @type {[string, string][]} */
    const named = found.map((value) => [value, this.nodes.get(value)?.name ?? value]);
    return named.sort((a, b) => a[1].localeCompare(b[1], document.documentElement.lang));
  }

  /**
   * Returns the shown nodes whose names hold a text, those that begin with it first.
   * @param {string} text
   */
  find(text) {
    const wanted = text.toLowerCase();
    const found = [...this.nodes.values()].filter(
      ({ name, id }) => name.toLowerCase().includes(wanted) || id.toLowerCase() === wanted,
    );
    const begins = (/** @type {Node} */ node) => Number(!node.name.toLowerCase().startsWith(wanted));
    return found.sort((a, b) => begins(a) - begins(b) || b.weight - a.weight);
  }

  /** Returns the rectangle that holds what is shown: left, top, right, bottom. */
  bounds() {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of this.shown) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return Number.isFinite(box[0]) ? box : [-1, -1, 1, 1];
  }
}
