/** Results as files: CSV, JSON, Turtle. */

/** @typedef {import("./query.js").Term} Term */

const NUMBERS = /^-?\d+(\.\d+)?$/;

/**
 * Returns a table as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe.
 * @param {string[]} columns
 * @param {(Term | undefined)[][]} rows
 */
export function csv(columns, rows) {
  const lines = [columns, ...rows.map((row) => row.map((term) => plain(term)))];
  return lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

/** @param {string} text */
function cell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) && !NUMBERS.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Returns the value of a term.
 * @param {Term | undefined} term
 */
export function plain(term) {
  if (!term) return "";
  if (term.type === "bnode") return `_:${term.value}`;
  return typeof term.value === "string" ? term.value : quoted(term);
}

/**
 * Returns a term as Turtle writes it.
 * @param {Term} term
 * @returns {string}
 */
export function turtle(term) {
  const { type, value } = term;
  if (type === "uri") return `<${value}>`;
  if (type === "bnode") return `_:${value}`;
  if (type === "triple") return quoted(term);
  const text = `"${value.replace(/[\\"\n\r]/g, (/** @type {string} */ letter) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r" })[letter])}"`;
  if (term["xml:lang"]) return `${text}@${term["xml:lang"]}`;
  return term.datatype ? `${text}^^<${term.datatype}>` : text;
}

/**
 * Returns a triple in a result as text.
 * @param {Term} term
 */
function quoted({ value }) {
  if (typeof value === "string") return value;
  return `<<( ${turtle(value.subject)} ${turtle(value.predicate)} ${turtle(value.object)} )>>`;
}

/**
 * Returns the table of a SELECT as Turtle, in the W3C's vocabulary for result sets.
 * @param {string[]} columns
 * @param {(Term | undefined)[][]} rows
 */
export function resultSet(columns, rows) {
  const binding = (/** @type {string} */ name, /** @type {Term} */ term) =>
    `rs:binding [ rs:variable "${name}" ; rs:value ${turtle(term)} ]`;
  const solutions = rows.map((row) => {
    const bound = row.flatMap((term, place) => (term ? [binding(columns[place], term)] : []));
    return `  rs:solution [ ${bound.join(" ;\n    ")} ]`;
  });
  const names = columns.map((name) => `"${name}"`).join(" , ");
  const parts = [...(names ? [`  rs:resultVariable ${names}`] : []), ...solutions];
  return `PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#>\n\n[] a rs:ResultSet${parts.length ? " ;\n" : ""}${parts.join(" ;\n")} .\n`;
}
