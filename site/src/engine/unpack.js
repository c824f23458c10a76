/** Unpacks what the builder gzipped and wrote in base64. */

/**
 * Returns the bytes of a base64 text.
 * @param {string} text
 */
export function bytes(text) {
  const binary = atob(text);
  const found = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) found[at] = binary.charCodeAt(at);
  return found;
}

/**
 * Returns what was gzipped, as a stream.
 * @param {string} packed
 */
function opened(packed) {
  const whole = new Blob([bytes(packed)]).stream();
  return new Response(whole.pipeThrough(new DecompressionStream("gzip")));
}

/**
 * Returns the text that was gzipped and written in base64.
 * @param {string} packed
 */
export function unpack(packed) {
  return opened(packed).text();
}

/**
 * Returns the bytes that were gzipped and written in base64.
 * @param {string} packed
 */
export function unpackBytes(packed) {
  return opened(packed).arrayBuffer();
}

/**
 * Returns the knowledge of the what-if engine with its graphs unpacked.
 * @param {any} data the data file `whatif-engine`
 * @returns {Promise<import("./decide.js").Knowledge>}
 */
export async function unpackKnowledge(data) {
  const { lata, ferenda } = data.modes;
  const [graph, more, most] = await Promise.all([data, lata, ferenda].map((part) => unpack(part.graph)));
  const modes = { lata: { ...lata, graph: more }, ferenda: { ...ferenda, graph: most } };
  return { ...data, graph, modes };
}
