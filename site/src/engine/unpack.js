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
