/**
 * Options of an LRU cache that holds at most so many entries. With `max` instead, it would take the
 * memory for all of them at once.
 */
export function atMost(count: number) {
  return { maxSize: count, sizeCalculation: () => 1 };
}
