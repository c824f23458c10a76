/**
 * Which changes of one or two findings change the answer under a position: all of them.
 *
 * A change gives a circumstance another status, or none. What can be left out is proved, not guessed: the
 * circuit is evaluated on three values, where the status of some circumstances is unknown; if the answer
 * cannot differ then, no change of these circumstances alone makes it differ, and no pair of them need be
 * tried. The pairs that are left are tried one by one, 32 at a time. Changes after which the findings
 * contradict one another are none, and pairs that hold a change that flips by itself are left out.
 */

import { STATUSES as FINDINGS } from "../generated.js";
import { literals, WEAKER_THAN, withLiterals } from "./answers.js";
import { evaluate, Gates, valueOf } from "./evaluate.js";
import { WORDS } from "./inputs.js";

/**
 * @typedef {import("./decode.js").Nodes} Nodes
 * @typedef {import("./inputs.js").Dispute} Dispute
 * @typedef {keyof typeof WORDS} Status
 * @typedef {{circumstance: string, status: Status}} Change
 * @typedef {{changes: Change[], answers: import("./answers.js").Answer[]}} Flip What flips, and the answers that
 *   it leads to.
 *
 * @typedef {{fact: number, status: Status}} Move A change of the fact in a place.
 * @typedef {{nodes: Nodes, flaws: number[], roots: number[], variant: import("./answers.js").Variant}} Cone The gates
 *   of one position, with the functions of when its findings contradict one another and of what tells its answers.
 * @typedef {{made: Move[], unknown: Move[]}} Trial Changes that are made, and others that are made or not.
 */

export const ROWS = 32; // in a word
const STATUSES = /** @type {Status[]} */ (Object.keys(WORDS));
const FOUND = /** @type {import("./inputs.js").Status[]} */ (Object.keys(FINDINGS)); // what a finding may say
const SIZE = 8; // facts that are unknown together at first

/**
 * Returns what the answers of a position depend on.
 * @param {Nodes} nodes of all positions
 * @param {import("./answers.js").Variant} variant
 * @returns {Cone}
 */
export function cone(nodes, variant) {
  const told = functions(variant);
  const made = Gates.of(nodes, told.flat().length * 2);
  const any = (/** @type {[number, number][]} */ pairs) =>
    pairs.map(([one, other]) => made.both(one, other) ^ 1).reduce((all, one) => made.both(all, one)) ^ 1;
  const { nodes: left, literals: found } = made.needed([...told.map(any), ...literals(variant)]);
  let at = told.length;
  const own = withLiterals(variant, () => found[at++]);
  return {
    nodes: left,
    flaws: [own.contradicted, own.bareContradicted],
    roots: found.slice(0, told.length),
    variant: own,
  };
}

/** The answers of one position on the dates of one dispute: what is left of the circuit, and what they are now. */
export class Question {
  /**
   * @param {Cone} cone
   * @param {import("./inputs.js").Inputs} inputs
   * @param {Int32Array} given the inputs of the dispute
   */
  constructor({ nodes, flaws, roots }, inputs, given) {
    const found = onStatuses(nodes, inputs, given, flaws, roots);
    this.nodes = found.nodes;
    this.now = inputs.facts.map((_, fact) => statusOf(given, fact));
    this.given = new Int32Array(this.nodes.inputs);
    this.now.forEach((status, fact) => put(this.given, fact, status, -1));
    this.high = new Int32Array(1 + this.nodes.inputs + this.nodes.left.length);
    this.low = new Int32Array(this.high.length);
    this.flaws = found.literals.slice(0, flaws.length);
    // Each function of the answers, turned so that it is false now: what becomes true differs.
    const values = evaluate(nodes, given);
    const turned = found.literals
      .slice(flaws.length)
      .map((literal, at) => literal ^ (valueOf(values, roots[at]) & 1));
    this.differing = [...new Set(turned)].filter((literal) => literal > 1);
    this.passes = 0;
  }

  /** Returns the places of the facts that something depends on. */
  readable() {
    const { left, right, inputs } = this.nodes;
    const read = new Uint8Array(inputs + 1);
    const mark = (/** @type {number} */ literal) => literal >> 1 <= inputs && (read[literal >> 1] = 1);
    for (const literals of [left, right, this.flaws, this.differing]) literals.forEach(mark);
    return this.now
      .map((_, fact) => fact)
      .filter((fact) => FOUND.some((_, at) => read[FOUND.length * fact + at + 1]));
  }

  /**
   * Returns those of some sets of changes after which the answers differ, without contradiction.
   * @template {Move[]} Set
   * @param {Set[]} sets
   */
  flipping(sets) {
    return this.chosen(sets, (some, row) => {
      some.forEach((moves, bit) => moves.forEach(({ fact, status }) => put(row, fact, status, 1 << bit)));
      this.passes++;
      const values = evaluate(this.nodes, row, this.low);
      let differs = 0;
      for (const literal of this.differing) differs |= valueOf(values, literal);
      for (const literal of this.flaws) differs &= ~valueOf(values, literal);
      return differs;
    });
  }

  /**
   * Returns those of some trials in which the answers could differ.
   * @template {Trial} One
   * @param {One[]} trials
   */
  able(trials) {
    const low = this.given.slice();
    return this.chosen(trials, (some, high) => {
      low.set(this.given);
      some.forEach(({ made, unknown }, bit) => {
        for (const { fact, status } of made) {
          put(high, fact, status, 1 << bit);
          put(low, fact, status, 1 << bit);
        }
        for (const { fact, status } of unknown) {
          raise(high, fact, status, 1 << bit);
          put(low, fact, "unsaid", 1 << bit);
        }
      });
      return this.bounds(high, low);
    });
  }

  /**
   * Returns those of some sets for which the bit of a word is set.
   * @template Set
   * @param {Set[]} sets
   * @param {(some: Set[], row: Int32Array) => number} words at most 32 sets, and the inputs as they are, in each row
   */
  chosen(sets, words) {
    const row = this.given.slice();
    /** @type {Set[]} */
    const found = [];
    for (let start = 0; start < sets.length; start += ROWS) {
      const some = sets.slice(start, start + ROWS);
      row.set(this.given);
      const word = words(some, row);
      some.forEach((set, bit) => (word >>> bit) & 1 && found.push(set));
    }
    return found;
  }

  /**
   * Evaluates on three values: what each node can be at most and at least.
   * @param {Int32Array} most of the inputs
   * @param {Int32Array} least of the inputs
   */
  bounds(most, least) {
    this.passes += 2;
    const { high, low } = this;
    const { inputs, left, right } = this.nodes;
    high[0] = low[0] = 0;
    high.set(most, 1);
    low.set(least, 1);
    for (let gate = 0, node = inputs + 1; gate < left.length; gate++, node++) {
      const one = left[gate];
      const other = right[gate];
      const x = one >> 1;
      const y = other >> 1;
      high[node] = (one & 1 ? ~low[x] : high[x]) & (other & 1 ? ~low[y] : high[y]);
      low[node] = (one & 1 ? ~high[x] : low[x]) & (other & 1 ? ~high[y] : low[y]);
    }
    const can = (/** @type {number} */ literal) => (literal & 1 ? ~low[literal >> 1] : high[literal >> 1]);
    let differs = 0;
    for (const literal of this.differing) differs |= can(literal);
    for (const literal of this.flaws) differs &= can(literal ^ 1);
    return differs;
  }

  /** Returns the single changes, then the pairs, that flip. */
  flips() {
    const moves = this.readable().map((fact) =>
      STATUSES.filter((status) => status !== this.now[fact]).map((status) => ({ fact, status })),
    );
    const single = this.flipping(this.alone(moves).flatMap((of) => of.map((move) => [move])));
    const taken = new Set(single.map(([move]) => move));
    const left = moves.map((of) => of.filter((move) => !taken.has(move))).filter((of) => of.length);
    return [...single, ...this.flipping(this.pairs(left))];
  }

  /**
   * Returns those of some facts whose status, if it were unknown, could make the answers differ.
   * @param {Move[][]} facts by their changes
   */
  alone(facts) {
    return this.able(facts.map((unknown) => ({ made: [], unknown }))).map(({ unknown }) => unknown);
  }

  /**
   * Returns the pairs of changes that could make the answers differ. Facts are left unknown in blocks, which are
   * halved; where a fact that is unknown says nothing even by itself, each of its changes is made instead.
   * @param {Move[][]} facts the changes of each that do not flip by themselves
   * @returns {[Move, Move][]}
   */
  pairs(facts) {
    const vague = new Set(this.alone(facts));
    const made = [...vague].flat().map((move) => new Block([[move]], true));
    const clear = facts.filter((moves) => !vague.has(moves));
    for (let start = 0; start < clear.length; start += SIZE)
      made.push(new Block(clear.slice(start, start + SIZE), false));
    let waiting = made.flatMap((one, at) => made.slice(at).map((other) => new Pair(one, other)));
    for (;;) {
      waiting = this.able(waiting);
      if (waiting.every((pair) => pair.isWhole())) break;
      waiting = waiting.flatMap((pair) => pair.halves());
    }
    return waiting.flatMap((pair) => pair.changes());
  }
}

/** Facts by their changes: unknown together, or, of one fact, with a change made. */
class Block {
  /**
   * @param {Move[][]} facts
   * @param {boolean} made
   */
  constructor(facts, made) {
    this.facts = facts;
    this.moves = facts.flat();
    this.made = made;
  }

  /** Returns the halves of the block. */
  halves() {
    const middle = Math.ceil(this.facts.length / 2);
    const parts = [this.facts.slice(0, middle), this.facts.slice(middle)];
    return parts.filter((part) => part.length).map((part) => new Block(part, this.made));
  }
}

/** Two blocks, or one with itself. */
class Pair {
  /**
   * @param {Block} one
   * @param {Block} other
   */
  constructor(one, other) {
    this.one = one;
    this.other = other;
    const blocks = one === other ? [one] : [one, other];
    this.made = blocks.filter(({ made }) => made).flatMap(({ moves }) => moves);
    this.unknown = blocks.filter(({ made }) => !made).flatMap(({ moves }) => moves);
  }

  /** Returns whether there is nothing to halve. */
  isWhole() {
    return this.one.facts.length === 1 && this.other.facts.length === 1;
  }

  /** Returns the pairs of halves, each once. */
  halves() {
    const first = this.one.halves();
    if (this.one === this.other) return first.flatMap((a, at) => first.slice(at).map((b) => new Pair(a, b)));
    const second = this.other.halves();
    return first.flatMap((a) => second.map((b) => new Pair(a, b)));
  }

  /**
   * Returns the pairs of changes, one of each block, of two facts.
   * @returns {[Move, Move][]}
   */
  changes() {
    if (this.one === this.other) return [];
    const pairs = this.one.moves.flatMap((move) =>
      this.other.moves.map((also) => /** @type {[Move, Move]} */ ([move, also])),
    );
    return pairs.filter(([move, also]) => move.fact !== also.fact);
  }
}

/**
 * Returns gates on the statuses of facts: an input for each status that a finding can give, in place of the two
 * inputs of a fact, so that what is unknown is one of some statuses; dates are put in. The roots count only where
 * no flaw is: what follows from that is put in too.
 * @param {Nodes} nodes
 * @param {import("./inputs.js").Inputs} inputs
 * @param {Int32Array} given the inputs of the dispute
 * @param {number[]} flaws literals
 * @param {number[]} roots literals
 */
function onStatuses(nodes, inputs, given, flaws, roots) {
  const made = new Gates(FOUND.length * inputs.facts.length, 2 * nodes.left.length + nodes.inputs);
  const either = mapping(nodes, inputs, given, made, new Map());
  const without = mapping(nodes, inputs, given, made, following(nodes, flaws));
  return made.needed([...flaws.map(either), ...roots.map(without)]);
}

/**
 * Returns the literals that are true where no flaw is: a disjunction is false only if all its parts are.
 * @param {Nodes} nodes
 * @param {number[]} flaws literals
 * @returns {Map<number, number>} 0 or 1 for each node of them
 */
function following({ inputs, left, right }, flaws) {
  const found = new Map();
  const waiting = flaws.map((literal) => literal ^ 1);
  for (const literal of waiting) {
    const node = literal >> 1;
    if (found.has(node)) continue;
    found.set(node, 1 ^ (literal & 1));
    if (!(literal & 1) && node > inputs) waiting.push(left[node - inputs - 1], right[node - inputs - 1]);
  }
  return found;
}

/**
 * Makes gates anew, and returns what each literal is among them.
 * @param {Nodes} nodes
 * @param {import("./inputs.js").Inputs} inputs
 * @param {Int32Array} given the inputs of the dispute
 * @param {Gates} made
 * @param {Map<number, number>} known values of nodes that are put in
 */
function mapping({ inputs: count, left, right }, inputs, given, made, known) {
  const mapped = new Int32Array(1 + count + left.length);
  const of = (/** @type {number} */ literal) => mapped[literal >> 1] ^ (literal & 1);
  for (let place = 0; place < count; place++) {
    const fact = place >> 1;
    if (place >= inputs.firstDate) mapped[place + 1] = given[place] & 1;
    else
      FOUND.forEach((status, at) => {
        if (WORDS[status][place & 1])
          mapped[place + 1] = made.both(mapped[place + 1] ^ 1, statusLiteral(fact, at) ^ 1) ^ 1;
      });
  }
  for (let gate = 0; gate < left.length; gate++) {
    const [one, other] = [left[gate], right[gate]];
    const node = 1 + count + gate;
    mapped[node] = known.get(node) ?? status(one, other, inputs.firstDate) ?? made.both(of(one), of(other));
  }
  return of;
}

/**
 * Returns the input of the status of which a gate on the two inputs of a fact tells, if it is such a gate.
 * @param {number} one
 * @param {number} other
 * @param {number} most
 */
function status(one, other, most) {
  const [first, second] = [(one >> 1) - 1, (other >> 1) - 1];
  if (first >> 1 !== second >> 1 || first < 0 || second >= most || first === second) return undefined;
  const [x, y] = first < second ? [one, other] : [other, one];
  const at = FOUND.findIndex((name) => WORDS[name][0] === (x & 1) - 1 && WORDS[name][1] === (y & 1) - 1);
  return at < 0 ? undefined : statusLiteral(first >> 1, at);
}

/**
 * Returns the literal of the input that tells that a fact has a status.
 * @param {number} fact
 * @param {number} at the place of the status
 */
function statusLiteral(fact, at) {
  return 2 * (FOUND.length * fact + at + 1);
}

/**
 * Returns the status of a fact in a dispute.
 * @param {Int32Array} given the inputs of the dispute
 * @param {number} fact
 * @returns {Status}
 */
function statusOf(given, fact) {
  const found = STATUSES.find((name) => WORDS[name].every((word, at) => word === given[2 * fact + at]));
  return found ?? "unsaid";
}

/**
 * Returns what the answers are told by: each function is a disjunction of conjunctions of two literals. On
 * two disputes all functions are alike if and only if the answers are.
 * @param {import("./answers.js").Variant} variant
 * @returns {[number, number][][]}
 */
export function functions({ rows, details }) {
  /** @type {Map<string, [number, number][]>} */
  const found = new Map();
  const add = (/** @type {string} */ name, /** @type {[number, number]} */ pair) =>
    found.set(name, [...(found.get(name) ?? []), pair]);
  for (const { node, answer, literal } of rows) {
    const said = JSON.stringify(answer);
    add(said, [literal, literal]);
    for (const { kind, value, literal: more } of details.get(node) ?? [])
      add(`${said} ${kind} ${kind === WEAKER_THAN ? "" : value}`, [literal, more]);
  }
  return [...found.values()];
}

/**
 * Returns the inputs of a circuit, of which each bit is the dispute after one set of changes.
 * @param {Int32Array} given the inputs of the dispute
 * @param {Move[][]} sets at most as many as a word has bits
 */
export function rows(given, sets) {
  const found = given.slice();
  sets.forEach((moves, bit) =>
    moves.forEach(({ fact, status }) =>
      WORDS[status].forEach((word, at) => {
        found[2 * fact + at] = (found[2 * fact + at] & ~(1 << bit)) | (word & (1 << bit));
      }),
    ),
  );
  return found;
}

/**
 * Gives a fact a status in some rows of inputs that are statuses.
 * @param {Int32Array} row
 * @param {number} fact
 * @param {Status} status
 * @param {number} bits which rows
 */
function put(row, fact, status, bits) {
  FOUND.forEach((name, at) => {
    const place = FOUND.length * fact + at;
    row[place] = name === status ? row[place] | bits : row[place] & ~bits;
  });
}

/**
 * Lets a fact have a status too, in some rows.
 * @param {Int32Array} row
 * @param {number} fact
 * @param {Status} status
 * @param {number} bits which rows
 */
function raise(row, fact, status, bits) {
  const at = FOUND.indexOf(/** @type {any} */ (status));
  if (at >= 0) row[FOUND.length * fact + at] |= bits;
}
