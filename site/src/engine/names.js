/** IRIs and the short names by which the data files and the pages speak of them. */

import { NAMESPACES } from "../generated.js";

const PAIRS = Object.entries(NAMESPACES);

/**
 * Returns the short name of an IRI, such as `id:cn-ecl-art-38`, or the IRI where it has none.
 * @param {string} iri
 */
export function shorten(iri) {
  for (const [prefix, namespace] of PAIRS) {
    if (iri.startsWith(namespace)) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}

/**
 * Returns the IRI of a short name; an IRI is its own.
 * @param {string} name
 */
export function expand(name) {
  const end = name.indexOf(":");
  const namespace = NAMESPACES[/** @type {keyof typeof NAMESPACES} */ (name.slice(0, end))];
  return namespace ? namespace + name.slice(end + 1) : name;
}

/**
 * Returns the end of a name: what follows its last slash, hash or colon.
 * @param {string} name
 */
export function ending(name) {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("#"), name.lastIndexOf(":")) + 1);
}
