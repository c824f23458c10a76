/** Where a query runs: in the visitor's browser on the whole graph, or at an endpoint of the visitor's choice. */

import { load } from "../data.js";
import { Client, Fault } from "../engine/client.js";

/** @typedef {"sparql.loading engine" | "common.loading the graph" | "sparql.running"} Step What is under way. */

const FORMATS = "application/sparql-results+json, text/turtle;q=0.9";
const SHORT = 1500; // letters of a query that fit an address

/** Oxigraph in a worker, started with the first query and after each stop. */
export class Here {
  /** @type {Promise<import("../engine/client.js").Client> | undefined} */
  client;

  /** @param {(word: Step) => void} tell what is being done */
  constructor(tell) {
    this.tell = tell;
  }

  /** Returns a client that has the graph loaded; after a failure the next call tries again. */
  ready() {
    this.client ??= this.begin();
    this.client.catch(() => (this.client = undefined));
    return this.client;
  }

  async begin() {
    this.tell("sparql.loading engine");
    const [client, graph] = await Promise.all([start(), load("graph-nq")]);
    this.tell("common.loading the graph");
    await client.ask("load", { graph, format: "application/n-quads" });
    return client;
  }

  /**
   * Returns the answer to a query.
   * @param {string} text
   * @returns {Promise<import("./query.js").Answer>}
   */
  async query(text) {
    const client = await this.ready();
    this.tell("sparql.running");
    return client.ask("query", { text });
  }

  /** Stops what runs. */
  stop() {
    this.client?.then((client) => client.stop()).catch(() => {});
    this.client = undefined;
  }
}

/**
 * Returns a client whose worker has Oxigraph running.
 * @throws {Fault | import("../data.js").LoadError}
 */
async function start() {
  if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") throw new Fault("old");
  const { worker, wasm } = await load("oxigraph", "assets/oxigraph.js");
  const client = new Client(worker);
  await client.ask("start", { wasm });
  return client;
}

/** A SPARQL endpoint, asked as the SPARQL 1.1 Protocol says. */
export class Endpoint {
  /**
   * @param {string} address
   * @param {Here} here reads graphs
   * @param {(word: Step) => void} tell
   */
  constructor(address, here, tell) {
    this.address = endpointAddress(address);
    this.here = here;
    this.tell = tell;
    this.control = new AbortController();
  }

  /**
   * Returns the answer to a query.
   * @param {string} text
   * @returns {Promise<import("./query.js").Answer>}
   * @throws {Fault}
   */
  async query(text) {
    this.tell("sparql.running");
    const response = await this.send(text);
    const type = (response.headers.get("content-type") ?? "").split(";")[0].trim();
    const body = await response.text();
    if (!response.ok) throw new Fault("http", `${response.status}\n${body.slice(0, 300)}`);
    try {
      if (type.endsWith("json")) return JSON.parse(body);
      if (type === "text/turtle") return await (await this.here.ready()).ask("parse", { turtle: body });
    } catch (error) {
      throw error instanceof Fault ? error : new Fault("format", type);
    }
    throw new Fault("format", type);
  }

  /** @param {string} text */
  async send(text) {
    const asked = new URL(this.address);
    const short = text.length < SHORT;
    if (short) asked.searchParams.set("query", text);
    const body = short ? undefined : new URLSearchParams({ query: text });
    try {
      // No cookies and no address of this page go along.
      return await fetch(asked, {
        method: short ? "GET" : "POST",
        body,
        headers: { Accept: FORMATS },
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: this.control.signal,
      });
    } catch {
      throw new Fault(this.control.signal.aborted ? "stopped" : "network");
    }
  }

  stop() {
    this.control.abort();
  }
}

/**
 * Returns the address of an endpoint.
 * @param {string} text
 * @throws {Fault} it is no web address
 */
export function endpointAddress(text) {
  const address = URL.canParse(text) ? new URL(text) : null;
  if (!address || !["http:", "https:"].includes(address.protocol)) throw new Fault("address");
  return address.href;
}
