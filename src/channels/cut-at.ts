/**
 * Returns where to cut a text so that its beginning has `room`: at the last paragraph, line or space after the place `least`. If there is
 * none, within a word, but not within a surrogate pair; or else, before the text.
 */
export function cutAt(text: string, room: number, least: number, mayCutWords = true): number {
  const head = text.slice(0, room);
  const ends = ["\n\n", "\n", " "].map((separator) => head.lastIndexOf(separator));
  const last = /[\uD800-\uDBFF]$/.test(head) ? room - 1 : room;
  return ends.find((at) => at > least) ?? (mayCutWords ? last : 0);
}
