/** Which single changes of the findings are worth trying, and the worker that tries them. */

import { start } from "../engine/client.js";
import { signatures } from "../engine/flips.js";

const NEAREST = 6; // norms that nobody raised whose missing elements are tried
const BATCH = 6; // changes that are tried in one go

/**
 * @typedef {import("../engine/flips.js").Change} Change
 * @typedef {import("../engine/flips.js").Flip} Flip
 * @typedef {import("../engine/disputes.js").Dispute} Dispute
 * @typedef {import("../engine/decide.js").Result} Result
 */

/**
 * Returns the changes to try: each finding turned round or withdrawn, what is open proved or disproved,
 * and the facts that the open norms and the nearest of those that nobody raised still lack.
 *
 * @param {any} knowledge
 * @param {Dispute} dispute
 * @param {Result} result
 * @returns {Change[]}
 */
export function changes(knowledge, dispute, result) {
  /** @type {Change[]} */
  const found = [];
  for (const [circumstance, status] of Object.entries(dispute.findings)) {
    for (const other of /** @type {const} */ (["established", "refuted", "unsaid"])) {
      if (other !== status) found.push({ circumstance, status: other });
    }
  }
  const facts = leading(knowledge);
  for (const circumstance of lacking(knowledge, result)) {
    for (const fact of facts.get(circumstance) ?? []) {
      if (!(fact in dispute.findings)) found.push({ circumstance: fact, status: "established" });
    }
  }
  const seen = new Set();
  return found.filter(({ circumstance, status }) => {
    const key = `${circumstance} ${status}`;
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * Returns the circumstances that the open norms, and the nearest that nobody raised, lack.
 * @param {any} knowledge
 * @param {Result} result
 */
function lacking(knowledge, result) {
  const bare = result.decisions[knowledge.bare];
  const open = bare.assessments.flatMap(({ elements }) =>
    elements.filter(({ state }) => state === "LeftOpen").map(({ circumstance }) => circumstance),
  );
  const question = knowledge.law.questions[0];
  const near = bare.notRaised.filter(({ norm }) => knowledge.law.norms[norm].question === question);
  return new Set([...open, ...near.slice(0, NEAREST).flatMap(({ silent }) => silent)]);
}

/**
 * Returns the factual circumstances that lead to each circumstance under the bare statutes: itself, or
 * those that fall under it.
 * @param {any} knowledge
 * @returns {Map<string, string[]>}
 */
function leading(knowledge) {
  const facts = new Set(Object.values(knowledge.codes));
  const { axioms } = knowledge.modes.lata.positions[knowledge.bare];
  /** @type {Map<string, string[]>} */
  const below = new Map();
  const join = (/** @type {string} */ low, /** @type {string} */ high) =>
    below.set(high, [...(below.get(high) ?? []), low]);
  for (const place of knowledge.taxonomies[axioms]) {
    const { kind, left, right } = knowledge.axioms[place];
    if (kind === "within") join(left, right[0]);
    if (kind === "covering") for (const part of right) join(part, left);
  }
  const found = new Map();
  const names = new Set([...below.keys(), ...facts]);
  for (const name of names) {
    const reached = [name];
    for (const here of reached)
      for (const low of below.get(here) ?? []) if (!reached.includes(low)) reached.push(low);
    found.set(
      name,
      reached.filter((one) => facts.has(one)),
    );
  }
  return found;
}

/** A worker beside the one that answers, so that a change never waits for what is tried. */
export class Trials {
  /** @type {Promise<import("../engine/client.js").Client> | undefined} */
  client;

  /**
   * Returns the changes that change an answer, or `null` if the facts changed meanwhile.
   *
   * @param {any} knowledge
   * @param {{dispute: Dispute, result: Result, mode: string}} last
   * @param {Change[]} tried
   * @param {() => boolean} stale
   * @returns {Promise<Flip[] | null>}
   */
  async run(knowledge, { dispute, result, mode }, tried, stale) {
    const client = await (this.client ??= this.begin(knowledge));
    const before = signatures(result.decisions, knowledge.law.questions[0]);
    const flips = [];
    for (let at = 0; at < tried.length; at += BATCH) {
      if (stale()) return null;
      flips.push(
        ...(await client.ask("flip", { dispute, changes: tried.slice(at, at + BATCH), mode, before })),
      );
    }
    return stale() ? null : flips;
  }

  /** @param {any} knowledge */
  async begin(knowledge) {
    const client = await start();
    await client.ask("learn", { knowledge });
    return client;
  }
}
