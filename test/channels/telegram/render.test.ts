import fc from "fast-check";
import { InlineKeyboard } from "grammy";
import { describe, expect, it } from "vitest";
import { markKeyboard, renderMessage, type TelegramCall } from "../../../src/channels/telegram/render.ts";
import type { OutgoingMessage } from "../../../src/ports.ts";
import { parseHtml } from "../../support/bot-api-html.ts";

const plain = (text: string) => [{ type: "text", text } as const];

function only(message: OutgoingMessage): TelegramCall {
  const [call, ...others] = renderMessage(message);
  if (call === undefined || others.length > 0) throw new Error("expected one call");
  return call;
}

function textOf(call: TelegramCall): string {
  return call.method === "sendMessage" ? call.text : (call.caption ?? "");
}

describe("rendering a message", () => {
  it("writes bold text and instants as HTML", () => {
    const at = Date.UTC(2025, 4, 25, 16);
    const text = [
      { type: "text", text: "On " },
      { type: "instant", at, text: "Sunday 25 May, 18:00 (Paris)" },
      { type: "bold", text: " then" },
    ] as const;
    expect(only({ text })).toEqual({
      method: "sendMessage",
      text: 'On <tg-time unix="1748188800" format="wDt">Sunday 25 May, 18:00 (Paris)</tg-time><b> then</b>',
    });
  });

  it("escapes whatever is in a text", () => {
    expect(textOf(only({ text: plain(`<b>&"x"</b>`) }))).toBe("&lt;b&gt;&amp;&quot;x&quot;&lt;/b&gt;");
    const type = fc.constantFrom("text" as const, "bold" as const);
    const spans = fc.array(fc.record({ type, text: fc.string({ unit: "grapheme", maxLength: 40 }) }));
    fc.assert(
      fc.property(spans, (text) => {
        const shown = parseHtml(textOf(only({ text }))).text;
        expect(shown).toBe(
          text
            .map((span) => span.text)
            .join("")
            .trim(),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("puts links first, one a row, then the text to copy, the choices, and the ways out last", () => {
    const call = only({
      text: plain("?"),
      links: [
        { label: "Facebook form", url: "https://a.test/1" },
        { label: "Instagram form", url: "https://a.test/2" },
      ],
      copy: { label: "Copy the text", text: "I object." },
      choices: [
        { id: "fb", label: "Facebook" },
        { id: "ig", label: "Instagram" },
        { id: "both", label: "Both of them, and linked" },
        { id: "no", label: "Neither" },
      ],
      navigation: [
        { id: "back", label: "Back" },
        { id: "menu", label: "Menu" },
      ],
    });
    expect(call.keyboard?.inline_keyboard).toEqual([
      [{ text: "Facebook form", url: "https://a.test/1" }],
      [{ text: "Instagram form", url: "https://a.test/2" }],
      [{ text: "Copy the text", copy_text: { text: "I object." } }],
      [
        { text: "Facebook", callback_data: "fb" },
        { text: "Instagram", callback_data: "ig" },
      ],
      [{ text: "Both of them, and linked", callback_data: "both" }],
      [{ text: "Neither", callback_data: "no" }],
      [
        { text: "Back", callback_data: "back" },
        { text: "Menu", callback_data: "menu" },
      ],
    ]);
  });

  it("shows a text that is too long for a button as a block that a tap copies", () => {
    const fits = only({ text: plain("Here:"), copy: { label: "Copy", text: "x".repeat(256) } });
    expect(textOf(fits)).toBe("Here:");
    const long = `<${"x".repeat(256)}`;
    const call = only({ text: plain("Here:"), copy: { label: "Copy", text: long } });
    expect(call.keyboard).toBeUndefined();
    expect(textOf(call)).toBe(`Here:\n\n<b>Copy</b>\n<pre>&lt;${"x".repeat(256)}</pre>`);
  });

  it("sends a file with its text and buttons in one message", () => {
    const file = { name: "rappel du 25 mai.ics", mimeType: "text/calendar", content: "BEGIN" };
    expect(renderMessage({ text: plain("a & b"), file, choices: [{ id: "ok", label: "OK" }] })).toEqual([
      {
        method: "sendDocument",
        file: { name: "rappel_du_25_mai.ics", content: "BEGIN" },
        caption: "a &amp; b",
        keyboard: InlineKeyboard.from([[{ text: "OK", callback_data: "ok" }]]),
      },
    ]);
  });

  it("sends a text that is too long for a caption before its file", () => {
    const file = { name: "a.ics", mimeType: "text/calendar", content: "BEGIN" };
    const calls = renderMessage({
      text: plain("x".repeat(1_025)),
      file,
      choices: [{ id: "ok", label: "OK" }],
    });
    expect(calls.map(({ method, keyboard }) => [method, keyboard !== undefined])).toEqual([
      ["sendMessage", false],
      ["sendDocument", true],
    ]);
  });

  it("cuts a text that is over Telegram's cap between paragraphs, and loses no word", () => {
    const paragraphs = Array.from({ length: 90 }, (_, index) => `${index} ${"word ".repeat(20).trim()}`);
    const text = [{ type: "bold", text: "Title\n\n" } as const, ...plain(paragraphs.join("\n\n"))];
    const calls = renderMessage({ text, choices: [{ id: "ok", label: "OK" }] });
    const shown = calls.map((call) => parseHtml(textOf(call)).text);
    expect(shown.length).toBeGreaterThan(1);
    expect(Math.max(...shown.map((part) => part.length))).toBeLessThanOrEqual(4_096);
    expect(shown.join("\n\n")).toBe(`Title\n\n${paragraphs.join("\n\n")}`);
    expect(calls.map(({ keyboard }) => keyboard !== undefined)).toEqual([
      ...shown.slice(1).map(() => false),
      true,
    ]);
  });

  it("cuts a text without a single space too", () => {
    const shown = renderMessage({ text: plain("😀".repeat(5_000)) }).map(textOf);
    expect(shown.join("")).toBe("😀".repeat(5_000));
    expect(shown.every((part) => part.length <= 4_096 && !/[\uD800-\uDBFF]$/.test(part))).toBe(true);
  });
});

describe("marking an answered keyboard", () => {
  const keyboard = [
    [{ text: "Form", url: "https://a.test/" }],
    [{ text: "Copy", copy_text: { text: "I object." } }],
    [
      { text: "Yes", callback_data: "yes" },
      { text: "No", callback_data: "no" },
    ],
    [{ text: "Menu", callback_data: "menu" }],
  ];
  const marked = [...keyboard.slice(0, 2), [{ text: "✓ No", callback_data: "no" }]];

  it("keeps links and texts to copy, and of the choices the one that was made", () => {
    expect(markKeyboard({ inline_keyboard: keyboard }, "no")?.inline_keyboard).toEqual(marked);
  });

  it("marks only once", () => {
    expect(markKeyboard({ inline_keyboard: marked }, "no")).toBeUndefined();
  });
});
