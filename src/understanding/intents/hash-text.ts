/**
 * Returns a hash of 32 bits, the same on every machine; another `start` makes other hashes. FNV-1a:
 * http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function hashOf(text: string, start = 0): number {
  let hash = 0x811c9dc5 ^ start;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** Spreads a hash evenly, so that its remainders are even too: the last steps of MurmurHash3. */
export function spread(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}
