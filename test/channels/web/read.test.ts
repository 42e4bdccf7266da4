import { expect, it } from "vitest";
import { posts, readPost } from "../../../src/channels/web/read.ts";

it.each([
  ["America/New_York", "America/New_York"],
  ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  ["UTC", undefined],
  ["Europe/Nowhere", undefined],
  ["../../etc/passwd", undefined],
  [`Europe/${"a".repeat(100)}`, undefined],
  [7, undefined],
])("reads the time zone %s as %s, and the message in any case", (zone, zoneHint) => {
  const read = readPost(posts.messages.parse({ id: "12345678", text: "hello", zone }), "web:one");
  expect(read.text).toBe("hello");
  expect(read.zoneHint).toBe(zoneHint);
});
