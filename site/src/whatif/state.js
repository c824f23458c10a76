/**
 * The state of the page, kept in the fragment of its address so that it can be cited and sent.
 *
 * `#v=1&conduct=2021-03&e=AbCdEfGh&r=…&o=…&m=ferenda&p=p02`: dates by event, the circumstances that are
 * established, refuted and left open by their codes of four letters, the mode, and the position whose
 * reasons are shown. A code is made from the name of a circumstance and never reused.
 */

import { period } from "../engine/periods.js";

const VERSION = "1";
const CODE = 4;
const STATUSES = /** @type {const} */ ({ e: "established", r: "refuted", o: "open" });
const NAME = /^[a-z0-9-]{1,40}$/;
const LONGEST = 40; // letters of a date; more is no date

/**
 * @typedef {"established" | "refuted" | "open"} Status
 * @typedef {object} State
 * @property {Record<string, string>} dates by event
 * @property {Map<string, Status>} findings by code
 * @property {"lata" | "ferenda"} mode
 * @property {string} position whose reasons are shown: the end of its IRI; empty for the bare statutes
 *
 * @typedef {{word: "whatif.state version" | "whatif.state unknown" | "whatif.state twice" | "whatif.state date" | "whatif.state selected",
 *   values: Record<string, unknown>}} Complaint
 */

/** @returns {State} */
export function blank() {
  return { dates: {}, findings: new Map(), mode: "lata", position: "" };
}

/**
 * Returns a state as the fragment of an address, without `#`; empty for a blank one.
 * @param {State} state
 */
export function write({ dates, findings, mode, position }) {
  const found = new URLSearchParams(Object.entries(dates).filter(([, text]) => text));
  for (const [letter, status] of Object.entries(STATUSES)) {
    const codes = [...findings].filter(([, given]) => given === status).map(([code]) => code);
    if (codes.length) found.set(letter, codes.join(""));
  }
  if (mode === "ferenda") found.set("m", mode);
  if (position) found.set("p", position);
  const text = found.toString();
  return text && `v=${VERSION}&${text}`;
}

/**
 * Returns the state that a fragment holds, and what of it could not be read.
 *
 * @param {string} fragment with or without `#`
 * @param {Set<string>} codes those of this graph
 * @param {string[]} events
 * @param {(position: string) => boolean} knows whether there is such a position
 * @returns {{state: State, complaints: Complaint[]}}
 */
export function read(fragment, codes, events, knows = () => true) {
  const state = blank();
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  if (![...given.keys()].length) return { state, complaints: [] };
  if (given.get("v") !== VERSION)
    return { state, complaints: [{ word: "whatif.state version", values: {} }] };
  const complaints = [...readFindings(given, state, codes), ...readDates(given, state, events)];
  if (given.get("m") === "ferenda") state.mode = "ferenda";
  const position = given.get("p") ?? "";
  if (!position || (NAME.test(position) && knows(position))) state.position = position;
  else complaints.push({ word: "whatif.state selected", values: { text: position.slice(0, LONGEST) } });
  return { state, complaints };
}

/**
 * @param {URLSearchParams} given
 * @param {State} state
 * @param {Set<string>} codes
 * @returns {Complaint[]}
 */
function readFindings(given, state, codes) {
  let unknown = 0;
  let twice = 0;
  for (const [letter, status] of Object.entries(STATUSES)) {
    const text = given.get(letter) ?? "";
    for (let at = 0; at < text.length; at += CODE) {
      const code = text.slice(at, at + CODE);
      if (!codes.has(code)) unknown++;
      else if (state.findings.has(code)) twice++;
      else state.findings.set(code, status);
    }
  }
  /** @type {Complaint[]} */
  const complaints = [];
  if (unknown) complaints.push({ word: "whatif.state unknown", values: { count: unknown } });
  if (twice) complaints.push({ word: "whatif.state twice", values: { count: twice } });
  return complaints;
}

/**
 * @param {URLSearchParams} given
 * @param {State} state
 * @param {string[]} events
 * @returns {Complaint[]}
 */
function readDates(given, state, events) {
  /** @type {Complaint[]} */
  const complaints = [];
  for (const event of events) {
    const text = given.get(event);
    if (!text) continue;
    try {
      period(text);
      state.dates[event] = text;
    } catch {
      complaints.push({ word: "whatif.state date", values: { text: text.slice(0, LONGEST) } });
    }
  }
  return complaints;
}
