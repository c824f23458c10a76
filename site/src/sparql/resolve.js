/** Names as people type them to IRIs, and IRIs to names: from the search data and the library. */

import { load, tree } from "../data.js";
import { chinese } from "../dom.js";

const FOLDERS = /^(id|circumstance)\/([^/]+)\/index\.html$/;
const PREFIX_OF = { id: "id", circumstance: "circ" };

export class Names {
  /**
   * @param {Record<string, string>} prefixes
   * @param {[string, string, string, string][]} terms of the ontology
   */
  constructor(prefixes, terms) {
    this.prefixes = prefixes;
    this.terms = terms;
    this.known = new Map(terms.map(([name, , zh, en]) => [this.expand(name), { name, zh, en, path: "" }]));
    this.pages = false;
  }

  /** Adds the resources that have pages, from the search data; without it names of the ontology are known. */
  async load() {
    if (this.pages) return;
    const entries = /** @type {import("../find.js").Entry[]} */ (await load("search"));
    for (const [path, , zh, en] of entries) {
      const found = FOLDERS.exec(path);
      if (!found) continue;
      const prefix = PREFIX_OF[/** @type {keyof typeof PREFIX_OF} */ (found[1])];
      this.known.set(this.expand(`${prefix}:${found[2]}`), { name: `${prefix}:${found[2]}`, zh, en, path });
    }
    this.pages = true;
  }

  /** @param {string} name */
  expand(name) {
    const end = name.indexOf(":");
    const namespace = this.prefixes[name.slice(0, end)];
    return namespace ? namespace + name.slice(end + 1) : name;
  }

  /**
   * Returns how an IRI is shown: a short name, and where its page is. Only web addresses become links.
   * @param {string} iri
   */
  show(iri) {
    const known = this.known.get(iri);
    const pair = Object.entries(this.prefixes).find(([, namespace]) => iri.startsWith(namespace));
    const name = known?.name ?? (pair ? `${pair[0]}:${iri.slice(pair[1].length)}` : iri);
    const href = known?.path ? tree + known.path : /^https?:\/\//.test(iri) ? iri : null;
    return { name, href };
  }

  /**
   * Returns the IRI that a text names: an IRI, a short name, the end of one, a label or an identifier.
   * @param {string} text
   * @returns {string | null}
   */
  resolve(text) {
    const absolute = /^<?((?:https?:\/\/|urn:)[^\s<>]+)>?$/.exec(text);
    if (absolute) return absolute[1];
    const prefix = text.slice(0, Math.max(text.indexOf(":"), 0));
    if (prefix in this.prefixes) return this.expand(text);
    const own = ["id", "circ", "anbao"]
      .map((one) => this.expand(`${one}:${text}`))
      .find((iri) => this.known.has(iri));
    return own ?? this.called(text);
  }

  /** @param {string} text */
  called(text) {
    const wanted = text.toLowerCase();
    for (const [iri, { zh, en }] of this.known) {
      const names = [zh, en].map((name) => name.toLowerCase());
      if (names.some((name) => name === wanted || name.startsWith(`${wanted} `))) return iri;
    }
    return null;
  }

  /**
   * Returns names that hold a text, to choose from.
   * @param {string} text
   * @param {number} count
   */
  like(text, count) {
    const wanted = text.toLowerCase();
    const found = [];
    for (const { name, zh, en } of this.known.values()) {
      if (`${name} ${zh} ${en}`.toLowerCase().includes(wanted))
        found.push({ name, label: chinese ? zh : en });
      if (found.length === count) break;
    }
    return found;
  }

  /** Returns all that can be completed in the editor. */
  all() {
    /** @type {[string, string, string, string][]} */
    const pages = [...this.known.values()]
      .filter(({ path }) => path)
      .map(({ name, zh, en }) => [name, "text", zh, en]);
    return [...this.terms, ...pages];
  }
}
