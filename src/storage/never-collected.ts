const objects: object[] = [];

/**
 * Returns the same object, one of better-sqlite3's, which now lives as long as the process. Built with the
 * headers of Node 24.19 or newer, better-sqlite3 ends the process when such an object is collected:
 * https://github.com/nodejs/node/issues/65446.
 */
export function neverCollected<Kept extends object>(object: Kept): Kept {
  objects.push(object);
  return object;
}
