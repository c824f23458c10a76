/**
 * A dispute under the axioms of a position: by which steps its findings lead to what the rules concluded.
 * What holds comes from the rules; here a path along the axioms is found for it.
 */

export const DISPUTE = "{dispute}"; // what stands for the dispute in the triples of a circuit
/** @type {Record<string, string[]>} */
const AXIOM_KINDS = { disjointness: ["disjoint"], covering: ["covering", "definition"], denial: ["denied"] };
// The last one counts where a circumstance has two.
const STATES = [
  ["notShown", "NotShown"],
  ["inIssue", "LeftOpen"],
  ["refuted", "Refuted"],
  ["established", "Established"],
];
const MAX_DEPTH = 20; // derivations behind derivations; far more than any dispute has

/**
 * @typedef {object} Axiom
 * @property {"within" | "disjoint" | "covering" | "definition" | "denied"} kind
 * @property {string} left
 * @property {string[]} right
 * @property {string[]} sources
 *
 * @typedef {object} Step One step from a finding to an element.
 * @property {string} circumstance
 * @property {boolean} holds
 * @property {string} by `finding`, `taxonomy`, `disjointness`, `covering`, `denial`, or an auxiliary norm
 * @property {string[]} sources
 */

/** The asserted taxonomy of a profile, upwards; each edge carries the sources of each axiom that states it. */
export class Taxonomy {
  /** @param {Axiom[]} axioms */
  constructor(axioms) {
    this.axioms = axioms;
    /** @type {Map<string, Map<string, string[][]>>} */
    this.edges = new Map();
    // An axiom of its own says more than the covering that implies it; the law's come first.
    for (const axiom of axioms) {
      if (axiom.kind === "within") this.join(axiom.left, axiom.right[0], axiom.sources);
    }
    for (const axiom of axioms) {
      if (axiom.kind === "covering")
        for (const part of axiom.right) this.join(part, axiom.left, axiom.sources);
    }
    for (const { kind, left, right, sources } of axioms) {
      if (kind !== "definition") continue;
      for (const part of right) this.join(part, left, sources);
      if (right.length === 1) this.join(left, right[0], sources);
    }
  }

  /**
   * @param {string} low
   * @param {string} high
   * @param {string[]} sources
   */
  join(low, high, sources) {
    const above = this.edges.get(low) ?? new Map();
    this.edges.set(low, above.set(high, [...(above.get(high) ?? []), sources]));
  }
}

/** A taxonomy as it counts on the days of a dispute: each step named by the provision that was in force then. */
class Counted {
  /**
   * @param {Taxonomy} taxonomy
   * @param {Record<string, string[]>} standing of each source that has days: itself and its predecessors
   * @param {Set<string>[]} force what was in force for the dispute, and what perhaps was
   */
  constructor(taxonomy, standing, force) {
    this.taxonomy = taxonomy;
    this.standing = standing;
    this.force = force;
  }

  /**
   * Returns what an axiom rests on, of each source itself or the predecessor that was in force; `null` if of
   * some sources none was.
   * @param {string[]} sources
   */
  resting(sources) {
    const kept = sources.map((source) => this.applied(source)).filter((source) => source !== null);
    return kept.length || !sources.length ? [...new Set(kept)] : null;
  }

  /**
   * @param {string} source
   * @returns {string | null}
   */
  applied(source) {
    const standing = this.standing[source];
    if (!standing) return source; // a case or a premise has no days
    for (const force of this.force) {
      const found = standing.find((one) => force.has(one));
      if (found) return found;
    }
    return null;
  }

  /**
   * Returns what a step rests on, or `null` if it does not count.
   * @param {string} low
   * @param {string} high
   */
  sources(low, high) {
    for (const sources of this.taxonomy.edges.get(low)?.get(high) ?? []) {
      const resting = this.resting(sources);
      if (resting) return resting;
    }
    return null;
  }

  /**
   * Returns the shortest path upwards from `low` to `high`, or `null`.
   * @param {string} low
   * @param {string} high
   * @returns {string[] | null}
   */
  path(low, high) {
    const before = new Map([[low, ""]]);
    const waiting = [low];
    for (const here of waiting) {
      if (here === high) return trail(before, high);
      for (const above of this.taxonomy.edges.get(here)?.keys() ?? []) {
        if (before.has(above) || !this.sources(here, above)) continue;
        before.set(above, here);
        waiting.push(above);
      }
    }
    return null;
  }
}

/**
 * @param {Map<string, string>} before
 * @param {string} end
 */
function trail(before, end) {
  const path = [];
  for (let here = end; here; here = before.get(here) ?? "") path.unshift(here);
  return path;
}

export class Situation {
  /**
   * @param {import("./triples.js").Index} index
   * @param {import("./inputs.js").Dispute} dispute
   * @param {string} name of the situation in the rules' triples
   * @param {Taxonomy} taxonomy
   * @param {Record<string, string[]>} standing of each source that has days: itself and its predecessors
   */
  constructor(index, dispute, name, taxonomy, standing) {
    this.index = index;
    this.dispute = dispute;
    this.name = name;
    const force = ["inForce", "perhapsInForce"].map((relation) => new Set(index.get(DISPUTE, relation)));
    this.taxonomy = new Counted(taxonomy, standing, force);
    /** @type {Map<string, string>} the state of each circumstance that has one */
    this.known = new Map();
    for (const [relation, state] of STATES) {
      for (const circumstance of index.get(this.name, relation)) this.known.set(circumstance, state);
    }
    /** @type {Map<string, Step[]>} */
    this.found = new Map();
    this.told = { true: this.findings("established"), false: this.findings("refuted") };
    this.derived = { true: this.derivations("yes"), false: this.derivations("no") };
    this.failed = this.derivations("fails");
    this.denied = this.derivations("denied");
  }

  /** @param {string} status */
  findings(status) {
    const { findings } = this.dispute;
    return Object.keys(findings).filter((circumstance) => findings[circumstance] === status);
  }

  /**
   * Returns the derivations of a branch by what they conclude: that it holds (`yes`), not (`no`), that it
   * `fails`, or that it is `denied`.
   * @param {string} branch
   */
  derivations(branch) {
    const nodes = this.index
      .to("derivedIn", this.name)
      .filter((node) => node.startsWith(`${this.name}/${branch}/`));
    return new Map(nodes.map((node) => [this.index.get(node, "concludes")[0], node]));
  }

  /** Returns the circumstance that is both established and refuted, with the steps to each; or `null`. */
  contradiction() {
    const clashes = this.index.get(this.name, "contradicts");
    if (!clashes.length) return null;
    // The clash nearest to the findings says most.
    const clash = clashes.find((circumstance) => circumstance in this.dispute.findings) ?? clashes[0];
    return { circumstance: clash, yes: this.steps(clash, true), no: this.steps(clash, false) };
  }

  /**
   * Returns the steps from findings to a circumstance that is established, or refuted.
   * @param {string} goal
   * @param {boolean} holds
   * @param {number} [depth]
   * @returns {Step[]}
   */
  steps(goal, holds, depth = 0) {
    const key = `${goal} ${holds}`;
    let steps = this.found.get(key);
    if (!steps) this.found.set(key, (steps = this.search(goal, holds, depth)));
    return steps;
  }

  /**
   * @param {string} goal
   * @param {boolean} holds
   * @param {number} depth
   * @returns {Step[]}
   */
  search(goal, holds, depth) {
    const told = this.told[`${holds}`];
    const derived = this.derived[`${holds}`];
    for (const start of [goal, ...told, ...derived.keys()]) {
      if (!told.includes(start) && !derived.has(start)) continue;
      if (start === goal) return this.first(start, holds, depth);
      const path = holds ? this.taxonomy.path(start, goal) : this.taxonomy.path(goal, start)?.reverse();
      if (path) return this.walk(path, holds, depth);
    }
    return [];
  }

  /**
   * Returns the steps to a circumstance that is not shown: a denial, or up from what was to carry it.
   * @param {string} goal
   * @returns {Step[]}
   */
  failing(goal) {
    const denied = this.denied.get(goal);
    if (denied) return this.concluded(denied, goal, false, 0);
    for (const low of this.told.false) {
      const steps = this.up(low, goal);
      if (steps.length) return steps;
    }
    for (const [concept, node] of this.failed) {
      const above = this.up(concept, goal);
      if (!above.length) continue;
      const norm = this.index.get(node, "by")[0];
      const own = { circumstance: concept, holds: false, by: norm, sources: [norm] };
      return [...this.failingCondition(node), own, ...above.slice(1)];
    }
    return [];
  }

  /**
   * Returns the steps to the condition of an auxiliary norm that is refuted, or not shown.
   * @param {string} derivation
   */
  failingCondition(derivation) {
    for (const condition of this.index.get(derivation, "from")) {
      for (const low of this.told.false) {
        const steps = this.up(low, condition);
        if (steps.length) return steps;
      }
    }
    return [];
  }

  /**
   * Returns the steps up the taxonomy from what is refuted to what it was to carry; none if it leads nowhere.
   * @param {string} low
   * @param {string} high
   * @returns {Step[]}
   */
  up(low, high) {
    const path = this.taxonomy.path(low, high) ?? [];
    return path.map((circumstance, at) =>
      at
        ? {
            circumstance,
            holds: false,
            by: "taxonomy",
            sources: this.taxonomy.sources(path[at - 1], circumstance) ?? [],
          }
        : { circumstance, holds: false, by: "finding", sources: [] },
    );
  }

  /**
   * Returns the steps along a path, up from what holds or down from what does not.
   * @param {string[]} path
   * @param {boolean} holds
   * @param {number} depth
   */
  walk(path, holds, depth) {
    const steps = this.first(path[0], holds, depth).slice();
    path.slice(1).forEach((later, index) => {
      const [low, high] = holds ? [path[index], later] : [later, path[index]];
      const sources = this.taxonomy.sources(low, high) ?? [];
      steps.push({ circumstance: later, holds, by: "taxonomy", sources });
    });
    return steps;
  }

  /**
   * Returns what stands at the beginning: a finding, or a derivation with its own steps.
   * @param {string} start
   * @param {boolean} holds
   * @param {number} depth
   * @returns {Step[]}
   */
  first(start, holds, depth) {
    if (this.told[`${holds}`].includes(start))
      return [{ circumstance: start, holds, by: "finding", sources: [] }];
    return this.concluded(this.derived[`${holds}`].get(start) ?? "", start, holds, depth);
  }

  /**
   * Returns the steps to what a derivation concluded, the ones behind it first.
   * @param {string} node
   * @param {string} start
   * @param {boolean} holds
   * @param {number} depth
   */
  concluded(node, start, holds, depth) {
    const by = this.index.get(node, "by")[0];
    const kind = by.startsWith("e:") ? by.slice(2) : by;
    const premises = depth < MAX_DEPTH ? this.index.get(node, "from") : [];
    const earlier = premises.flatMap((premise) =>
      this.steps(premise, this.known.get(premise) === "Established", depth + 1),
    );
    const sources = kind === by ? [by] : this.sources(kind, start);
    return [...earlier, { circumstance: start, holds, by: kind, sources }];
  }

  /**
   * Returns the sources of the disjointness, covering or denial that gave a conclusion.
   * @param {string} by
   * @param {string} concluded
   */
  sources(by, concluded) {
    const kinds = AXIOM_KINDS[by] ?? [];
    const { axioms } = this.taxonomy.taxonomy;
    const concerned = axioms.filter(
      ({ kind: found, left, right }) =>
        kinds.includes(found) && (left === concluded || right.includes(concluded)),
    );
    return (
      concerned.map((axiom) => this.taxonomy.resting(axiom.sources)).find((found) => found?.length) ?? []
    );
  }
}
