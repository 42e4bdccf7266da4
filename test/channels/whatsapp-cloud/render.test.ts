import { describe, expect, test } from "vitest";
import { moreTap, renderMessage } from "../../../src/channels/whatsapp-cloud/render.ts";
import type { Button } from "../../../src/ports.ts";

const labels = { choose: "Choose", more: "More…" };
const text = (words: string) => [{ type: "text", text: words }] as const;
const buttons = (count: number): readonly Button[] =>
  Array.from({ length: count }, (_, n) => ({ id: `c${n}`, label: `Choice ${n}` }));
const callsOf = (message: Parameters<typeof renderMessage>[0], fileUrl?: string) =>
  renderMessage(message, labels, fileUrl).calls;
const rowsOf = (message: Parameters<typeof renderMessage>[0]) => {
  const [call] = callsOf(message);
  return call?.type === "interactive" && call.interactive.type === "list"
    ? call.interactive.action.sections[0].rows
    : [];
};

describe("one message a step", () => {
  test("up to three short answers are buttons below the text, with the links in it", () => {
    const links = [{ label: "Form", url: "https://a.example/x_y" }];
    expect(
      callsOf({
        text: text("Done?"),
        links,
        choices: buttons(2),
        navigation: [{ id: "m", label: "☰ Menu" }],
      }),
    ).toMatchObject([
      {
        interactive: {
          type: "button",
          body: { text: "Done?\n\nForm\nhttps://a.example/x_y" },
          action: { buttons: [{}, {}, { reply: { id: "m", title: "☰ Menu" } }] },
        },
      },
    ]);
  });

  test("more answers, or one long one, are a list", () => {
    expect(callsOf({ text: text("Which?"), choices: buttons(4) })).toMatchObject([
      { interactive: { type: "list" } },
    ]);
    const long = { id: "l", label: "What is used, what isn’t" };
    expect(rowsOf({ text: text("Which?"), choices: [long] })).toEqual([
      { id: "l", title: "What is used, what isn’t" },
    ]);
  });

  test("a label that is too long has a short form as its title, and stands whole below it", () => {
    const choices = [
      { id: "m", label: "Meta (Facebook, Instagram)" },
      { id: "s", label: "A photo of me posted by others", short: "Photo by others" },
    ];
    expect(rowsOf({ text: text("Which?"), choices })).toEqual([
      { id: "m", title: "Meta", description: "Meta (Facebook, Instagram)" },
      { id: "s", title: "Photo by others", description: "A photo of me posted by others" },
    ]);
  });

  test('ten rows are all; of eleven choices, nine and "more" are shown, and the others are kept', () => {
    expect(rowsOf({ text: text("Which?"), choices: buttons(10) })).toHaveLength(10);
    const message = { text: text("Which?"), choices: buttons(11) };
    expect(rowsOf(message)).toHaveLength(10);
    expect(rowsOf(message).at(-1)).toEqual({ id: moreTap, title: "More…" });
    expect(renderMessage(message, labels).rest).toEqual(buttons(11).slice(9));
  });

  test("over 1,024 characters the question comes in a message of its own", () => {
    const before = "word ".repeat(300).trim();
    expect(callsOf({ text: text(`${before}\n\nWhich?`), choices: buttons(2) })).toMatchObject([
      { type: "text", text: { body: before } },
      { interactive: { body: { text: "Which?" } } },
    ]);
  });

  test("a file is an address in the text", () => {
    const file = { name: "rappel.ics", mimeType: "text/calendar", content: "BEGIN" };
    expect(callsOf({ text: text("Noted."), file }, "https://b.example/f")).toEqual([
      { type: "text", text: { body: "Noted.\n\nrappel.ics\nhttps://b.example/f", preview_url: false } },
    ]);
  });
});
