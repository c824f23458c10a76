/** Answers a visitor's query in a form that can be sent from the worker. */

/**
 * @typedef {{type: "uri" | "bnode" | "literal" | "triple", value: any, "xml:lang"?: string, datatype?: string}} Term
 *   as in SPARQL 1.1 Query Results JSON
 * @typedef {{head: {vars?: string[]}, boolean?: boolean, results?: {bindings: Record<string, Term>[]}}} Table
 * @typedef {{turtle: string, triples: [Term, Term, Term][]}} Graph
 * @typedef {Table | Graph} Answer
 */

const JSON_RESULTS = "application/sparql-results+json";
const TYPES = /** @type {Record<string, Term["type"]>} */ ({
  NamedNode: "uri",
  BlankNode: "bnode",
  Quad: "triple",
});
const STRING = "http://www.w3.org/2001/XMLSchema#string";

/**
 * Returns the answer to a query over the union of all graphs.
 * @param {typeof import("oxigraph")} oxigraph
 * @param {import("oxigraph").Store} store
 * @param {string} text
 * @returns {Answer}
 * @throws {Error} the query is malformed, with line and column, or asks for what is not there
 */
export function answer(oxigraph, store, text) {
  const ask = (/** @type {string} */ format) =>
    /** @type {string} */ (store.query(text, { use_default_graph_as_union: true, results_format: format }));
  try {
    return JSON.parse(ask(JSON_RESULTS));
  } catch (error) {
    // A query that gives a graph has another set of formats, and is refused before it runs.
    if (!/^Not supported RDF format/.test(String(/** @type {Error} */ (error).message))) throw error;
    return graph(oxigraph, ask("text/turtle"));
  }
}

/**
 * Returns a graph in Turtle with its triples.
 * @param {typeof import("oxigraph")} oxigraph
 * @param {string} turtle
 * @returns {Graph}
 */
export function graph(oxigraph, turtle) {
  const quads = /** @type {any[]} */ (oxigraph.parse(turtle, { format: "text/turtle" }));
  return {
    turtle,
    triples: quads.map(({ subject, predicate, object }) => [term(subject), term(predicate), term(object)]),
  };
}

/**
 * @param {any} found
 * @returns {Term}
 */
function term(found) {
  const type = TYPES[found.termType];
  if (type) return { type, value: type === "triple" ? found.toString() : found.value };
  const datatype = found.datatype.value;
  if (found.language) return { type: "literal", value: found.value, "xml:lang": found.language };
  return { type: "literal", value: found.value, ...(datatype === STRING ? {} : { datatype }) };
}
