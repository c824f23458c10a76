/** Disputes as the rules read them. Mirrors `Dispute.quads` of `src/anbao/disputes/disputes.py`. */

import { STATUSES } from "../generated.js";
import { expand } from "./names.js";
import { period } from "./periods.js";

/**
 * @typedef {object} Dispute What the visitor says of a dispute.
 * @property {string} iri
 * @property {Record<string, string>} dates by event (`conduct`, `harm` …), as people write them
 * @property {Record<string, "established" | "refuted" | "open">} findings by circumstance (`circ:X`)
 */

/**
 * Returns a dispute as N-Triples.
 * @param {Dispute} dispute
 * @param {Record<string, string>} anchors the anchors of periods by event, as short names
 * @throws {import("./periods.js").BadDate} a date is none
 */
export function triples(dispute, anchors) {
  const lines = [line(dispute.iri, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "anbao:Dispute")];
  Object.entries(dispute.findings).forEach(([circumstance, status], index) => {
    const here = `${dispute.iri}/finding/${index}`;
    lines.push(
      line(dispute.iri, "anbao:finding", here),
      line(here, "anbao:circumstance", circumstance),
      line(here, "anbao:findingStatus", `anbao:${STATUSES[status]}`),
    );
  });
  Object.entries(dispute.dates).forEach(([event, text], index) => {
    const here = `${dispute.iri}/period/${index}`;
    const [earliest, latest] = period(text);
    lines.push(line(dispute.iri, "anbao:period", here), line(here, "anbao:anchor", anchors[event]));
    if (earliest) lines.push(dated(here, "anbao:endEarliest", earliest));
    if (latest) lines.push(dated(here, "anbao:endLatest", latest));
  });
  return lines.join("");
}

/**
 * @param {string} subject
 * @param {string} predicate
 * @param {string} object
 */
function line(subject, predicate, object) {
  return `<${expand(subject)}> <${expand(predicate)}> <${expand(object)}> .\n`;
}

/**
 * @param {string} subject
 * @param {string} predicate
 * @param {string} day
 */
function dated(subject, predicate, day) {
  return `<${subject}> <${expand(predicate)}> "${day}"^^<http://www.w3.org/2001/XMLSchema#date> .\n`;
}
