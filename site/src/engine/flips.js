/** Which single finding would change the answers: hypothetical disputes, decided together in one store. */

/**
 * @typedef {import("./disputes.js").Dispute} Dispute
 * @typedef {{circumstance: string, status: "established" | "refuted" | "open" | "unsaid"}} Change
 * @typedef {Change & {positions: Record<string, import("./reading.js").Answer[]>}} Flip
 */

/**
 * Returns the answers of each decision to one question, as texts that can be compared.
 * @param {import("./decide.js").Decisions} decisions
 * @param {string} question
 */
export function signatures(decisions, question) {
  return Object.fromEntries(
    Object.entries(decisions).map(([position, { answers }]) => [
      position,
      JSON.stringify(answers.filter((answer) => answer.question === question)),
    ]),
  );
}

/**
 * Returns a dispute with one finding changed.
 * @param {Dispute} dispute
 * @param {Change} change
 * @param {number} place
 * @returns {Dispute}
 */
function changed(dispute, { circumstance, status }, place) {
  const findings = { ...dispute.findings };
  if (status === "unsaid") delete findings[circumstance];
  else findings[circumstance] = status;
  return { ...dispute, iri: `urn:flip:${place}`, findings };
}

/**
 * Returns those of some changes that change the answer to a question under some position, with the
 * new answers. A change that contradicts the other findings is none.
 *
 * @param {import("./decide.js").Engine} engine
 * @param {Dispute} dispute
 * @param {Change[]} changes
 * @param {"lata" | "ferenda"} mode
 * @param {Record<string, string>} before the signatures of the dispute as it stands
 * @returns {Flip[]}
 */
export function change(engine, dispute, changes, mode, before) {
  const question = engine.knowledge.law.questions[0];
  const results = engine.decide(
    changes.map((one, place) => changed(dispute, one, place)),
    mode,
  );
  return results.flatMap(({ decisions }, place) => {
    const after = signatures(decisions, question);
    const differing = Object.keys(after).filter((position) => after[position] !== before[position]);
    const positions = Object.fromEntries(
      differing.map((position) => [position, JSON.parse(after[position])]),
    );
    return differing.length ? [{ ...changes[place], positions }] : [];
  });
}
