const isAffected = Number.parseInt(process.versions.node, 10) >= 24;
const objects: object[] = [];

/**
 * Returns the same object, one of better-sqlite3's, which from Node 24 on lives as long as the process:
 * built with the headers of Node 24.19 or newer, better-sqlite3 ends the process when such an object is
 * collected (https://github.com/nodejs/node/issues/65446). A bot opens one store; 50 kB are kept for each.
 */
export function neverCollected<Kept extends object>(object: Kept): Kept {
  if (isAffected) objects.push(object);
  return object;
}
