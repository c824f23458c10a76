/** Evaluates gates on words of 32 bits: a bit for each row, that is for each dispute. */

/** @typedef {import("./decode.js").Nodes} Nodes */

/**
 * Returns the values of all nodes.
 * @param {Nodes} nodes
 * @param {Int32Array} given the values of the inputs
 * @param {Int32Array} [values] where to put them, as long as there are nodes
 */
export function evaluate({ inputs, left, right }, given, values = new Int32Array(1 + inputs + left.length)) {
  values[0] = 0;
  values.set(given, 1);
  for (let gate = 0, node = inputs + 1; gate < left.length; gate++, node++) {
    const one = left[gate];
    const other = right[gate];
    values[node] = (values[one >> 1] ^ -(one & 1)) & (values[other >> 1] ^ -(other & 1));
  }
  return values;
}

/**
 * Returns the value of a literal.
 * @param {Int32Array} values of the nodes
 * @param {number} literal
 */
export function valueOf(values, literal) {
  return values[literal >> 1] ^ -(literal & 1);
}

/** A growing list of gates; equal ones are made once. */
export class Gates {
  /**
   * @param {number} inputs
   * @param {number} most how many gates there can be
   */
  constructor(inputs, most) {
    this.inputs = inputs;
    this.left = new Int32Array(most);
    this.right = new Int32Array(most);
    this.made = 0;
    this.mask = 2 ** Math.ceil(Math.log2(2 * most + 2)) - 1;
    this.table = new Int32Array(this.mask + 1).fill(-1);
  }

  /**
   * Returns the gates of a list, to which more can be added.
   * @param {Nodes} nodes
   * @param {number} more how many at most
   */
  static of({ inputs, left, right }, more) {
    const made = new Gates(inputs, left.length + more);
    made.left.set(left);
    made.right.set(right);
    for (let gate = 0; gate < left.length; gate++) made.table[made.place(left[gate], right[gate])] = gate;
    made.made = left.length;
    return made;
  }

  /**
   * Returns the conjunction of two literals.
   * @param {number} one
   * @param {number} other
   */
  both(one, other) {
    if (one > other) [one, other] = [other, one];
    if (one <= 1) return one ? other : 0;
    if (one === other) return one;
    if ((one ^ 1) === other) return 0;
    const place = this.place(one, other);
    if (this.table[place] < 0) {
      this.left[this.made] = one;
      this.right[this.made] = other;
      this.table[place] = this.made++;
    }
    return 2 * (this.inputs + 1 + this.table[place]);
  }

  /**
   * Returns where in the table a gate is, or belongs.
   * @param {number} one
   * @param {number} other
   */
  place(one, other) {
    const { left, right, table, mask } = this;
    let place = (Math.imul(one, 40503) + Math.imul(other, 30011)) & mask;
    for (; table[place] >= 0; place = (place + 1) & mask) {
      if (left[table[place]] === one && right[table[place]] === other) break;
    }
    return place;
  }

  /**
   * Returns what some literals depend on, in the same order, and the literals in it.
   * @param {number[]} roots
   * @returns {{nodes: Nodes, literals: number[]}}
   */
  needed(roots) {
    const { inputs, left, right, made } = this;
    const first = inputs + 1;
    const numbers = new Int32Array(first + made);
    for (const root of roots) numbers[root >> 1] = 1;
    let count = 0;
    for (let gate = made - 1; gate >= 0; gate--) {
      if (!numbers[first + gate]) continue;
      numbers[left[gate] >> 1] = numbers[right[gate] >> 1] = 1;
      count++;
    }
    const nodes = { inputs, left: new Int32Array(count), right: new Int32Array(count) };
    for (let node = 0; node < first; node++) numbers[node] = node;
    for (let gate = 0, at = 0; gate < made; gate++) {
      if (!numbers[first + gate]) continue;
      nodes.left[at] = (2 * numbers[left[gate] >> 1]) | (left[gate] & 1);
      nodes.right[at] = (2 * numbers[right[gate] >> 1]) | (right[gate] & 1);
      numbers[first + gate] = first + at++;
    }
    return { nodes, literals: roots.map((root) => (2 * numbers[root >> 1]) | (root & 1)) };
  }
}
