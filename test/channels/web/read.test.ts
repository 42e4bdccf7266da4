import { expect, it } from "vitest";
import { posts, readPost } from "../../../src/channels/web/read.ts";

it.each([
  ["America/New_York", "America/New_York"],
  ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  // One name for each zone, however it is spelled; Asia/Kolkata is not called Asia/Calcutta.
  ["AMeRica/new_york", "America/New_York"],
  ["America/port-AU-prince", "America/Port-au-Prince"],
  ["Asia/KOLKATA", "Asia/Kolkata"],
  ["Asia/Kolkata", "Asia/Kolkata"],
  ["ETC/gmt+5", "Etc/GMT+5"],
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

it("takes thousands of spellings of a zone for one", () => {
  const spell = (number: number) =>
    Array.from("merica/indiana/indianapolis", (letter, at) =>
      (number >> at) & 1 ? letter.toUpperCase() : letter,
    );
  const read = Array.from({ length: 5_000 }, (_, number) => {
    const zone = `A${spell(number * 7_919).join("")}`;
    return readPost(posts.messages.parse({ id: "12345678", text: "hello", zone }), "web:one").zoneHint;
  });
  expect([...new Set(read)]).toEqual(["America/Indiana/Indianapolis"]);
});

it("takes the source of a page if the operator knows it, else as any other, and none if none is known", () => {
  const sourceOf = (source: unknown, known: readonly string[]) =>
    readPost(posts.messages.parse({ id: "12345678", text: "hello", source }), "web:one", known).source;
  const known = ["article-123", "newsletter"];
  expect(sourceOf("newsletter", known)).toBe("newsletter");
  for (const source of ["article-1", "Article-123", "x,y", "x".repeat(200)])
    expect(sourceOf(source, known)).toBe("other");
  for (const source of ["", undefined, 7, "x".repeat(201)]) expect(sourceOf(source, known)).toBeUndefined();
  expect(sourceOf("newsletter", [])).toBeUndefined();
});
