/**
 * Binds parameters of a query to terms. The library in Python binds them in the engine; Oxigraph's
 * JavaScript has no such way, so the tokens of the text are replaced: never a part of a string, an IRI or
 * a comment, and always by a term that was checked and escaped.
 */

const TOKENS =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^\s<>"{}|^`\\]*>|#[^\n]*|[?$]\w+|[A-Za-z_][\w-]*(?::[\w.%-]*)?|[{}()]|\s+|[\s\S]/g;
const ENDS = new Set(["WHERE", "FROM", "{"]);
const CONDITIONS = new Set(["GROUP", "ORDER"]);
const NO_IRI = /[\s<>"{}|\\^`]/;

/** A value that is no term; `word` is a key of the page's words. */
export class BadTerm extends Error {
  /**
   * @param {"missing" | "names" | "date"} word
   * @param {Record<string, unknown>} values
   */
  constructor(word, values) {
    super(word);
    this.word = word;
    this.values = values;
  }
}

/**
 * Returns an IRI as a term.
 * @param {string} iri
 */
export function named(iri) {
  if (NO_IRI.test(iri) || !/^[a-z][a-z0-9+.-]*:/i.test(iri)) throw new BadTerm("names", { text: iri });
  return `<${iri}>`;
}

/**
 * Returns a literal as a term.
 * @param {string} text
 * @param {string} [datatype] an IRI
 */
export function literal(text, datatype) {
  const escaped = text.replace(
    /[\\"\n\r\t]/g,
    (letter) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" })[letter] ?? "",
  );
  return `"${escaped}"${datatype ? `^^<${datatype}>` : ""}`;
}

/**
 * Returns a query with parameters bound. In the outermost SELECT a parameter becomes a column of its own,
 * unless it is hidden; in those within it is left out.
 *
 * @param {string} text
 * @param {Record<string, string>} terms by parameter
 * @param {Set<string>} hidden parameters that are no column
 */
export function bind(text, terms, hidden) {
  let depth = 0;
  let selecting = false;
  let conditions = false;
  let bound = "";
  for (const token of text.match(TOKENS) ?? []) {
    const word = token.toUpperCase();
    if (word === "SELECT") selecting = true;
    else if (ENDS.has(word)) selecting = false;
    if (CONDITIONS.has(word)) conditions = true;
    else if (word === "LIMIT" || word === "OFFSET" || word === "HAVING" || token === "{" || token === "}")
      conditions = false;
    if (token === "{") depth++;
    if (token === "}") depth--;
    const term = /^[?$]/.test(token) ? terms[token.slice(1)] : undefined;
    if (term === undefined) bound += token;
    else if (selecting) bound += depth || hidden.has(token.slice(1)) ? "" : `(${term} AS ${token})`;
    else bound += conditions ? `(${term})` : term;
  }
  return bound;
}
