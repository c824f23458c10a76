/** A dispute as the inputs of a circuit; `src/anbao/circuit/inputs.py` says how they stand. */

import { STATES } from "../generated.js";
import { period } from "./periods.js";

/**
 * @typedef {"established" | "refuted" | "open"} Status
 * @typedef {object} Dispute What the visitor says of a dispute.
 * @property {Record<string, string>} dates by event (`conduct`, `harm` …), as people write them
 * @property {Record<string, Status>} findings by circumstance (`circ:X`)
 */

/** The two inputs of a fact by the status of its finding, as words; `unsaid` where there is none. */
export const WORDS = /** @type {Record<Status | "unsaid", [number, number]>} */ (
  Object.fromEntries(Object.entries(STATES).map(([status, bits]) => [status, bits.map((bit) => -bit)]))
);

export class Inputs {
  /** @param {{inputs: number, facts: string[], events: string[], days: string[]}} content of a file of answers */
  constructor({ inputs, facts, events, days }) {
    this.count = inputs;
    this.facts = facts;
    this.events = events;
    this.days = days;
    this.places = new Map(facts.map((fact, place) => [fact, 2 * place]));
    this.bits = 32 - Math.clz32(days.length + 1);
  }

  /** Returns the first input that is about dates. */
  get firstDate() {
    return 2 * this.facts.length;
  }

  /**
   * Returns the inputs of a dispute: all bits of a word alike.
   * @param {Dispute} dispute
   * @throws {import("./periods.js").BadDate} a date is none
   */
  of({ dates, findings }) {
    const found = new Int32Array(this.count);
    for (const [fact, status] of Object.entries(findings)) {
      const place = this.places.get(fact);
      if (place === undefined) throw new Error(`no such circumstance: ${fact}`);
      found.set(WORDS[status], place);
    }
    for (const [event, text] of Object.entries(dates)) {
      let place = this.firstDate + this.events.indexOf(event) * (1 + 2 * this.bits);
      found[place++] = -1;
      for (const day of period(text)) {
        const span = this.span(day);
        for (let bit = 0; bit < this.bits; bit++) found[place++] = -((span >> bit) & 1);
      }
    }
    return found;
  }

  /**
   * Returns the number of the span in which a day lies, 0 if nobody says which day.
   * @param {string | null} day
   */
  span(day) {
    if (!day) return 0;
    let [low, high] = [0, this.days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.days[middle] <= day) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}
