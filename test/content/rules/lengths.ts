import { beforeAll, describe, expect, it } from "vitest";
import { compose } from "../../../src/app/compose.ts";
import { telegramProfiles } from "../../../src/content/channel-texts.ts";
import { noteOf } from "../../../src/content/text-notes.ts";
import type { Button, OutgoingMessage } from "../../../src/ports.ts";
import { content } from "../../support/bot-under-test.ts";
import { allTexts, breaches } from "../../support/read-all-texts.ts";
import { walkConversation } from "../../support/walk-conversation.ts";

const { wording } = content;

/** Each message of the whole conversation, in every language. */
let messages: readonly OutgoingMessage[] = [];

beforeAll(() => {
  const rendered = walkConversation().flatMap(({ effects, now }) =>
    wording.languages.flatMap((language) => compose(effects, wording, language, now)),
  );
  messages = [...new Map(rendered.map((message) => [JSON.stringify(message), message])).values()];
});

const lengthOf = ({ text }: OutgoingMessage) => text.reduce((sum, span) => sum + span.text.length, 0);
const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const textOf = ({ text }: OutgoingMessage) => text.map((span) => span.text).join("");
const unique = (texts: readonly string[]) => [...new Set(texts)];

describe("A message", () => {
  it("is at most 1,024 characters long, but for the list of all that is known of someone with many reminders", () => {
    const lists = wording.languages.map((language) => wording.plain({ key: "my-data.text" }, language));
    const long = messages.filter(
      (message) => lengthOf(message) > 1_024 && !lists.some((title) => textOf(message).startsWith(title)),
    );
    expect(unique(long.map((message) => `${lengthOf(message)}: ${textOf(message).slice(0, 60)}`))).toEqual(
      [],
    );
    expect(messages.length).toBeGreaterThan(500);
  });

  it("is never longer than the 4,096 characters of the messengers", () => {
    expect(messages.filter((message) => lengthOf(message) > 4_096)).toEqual([]);
  });

  it("is never empty", () => {
    expect(messages.filter((message) => textOf(message).trim() === "")).toEqual([]);
  });
});

/** How a text says that it rests on one source alone. A language without an entry is not looked at. */
const oneSource: Readonly<Record<string, RegExp>> = {
  en: /\b(?:only|a) (?:one|single) (?:source|report)\b/giu,
  fr: /\bune? seule? (?:source|récit)/giu,
};

describe("What rests on one source alone", () => {
  it("is said to, once a message", () => {
    const twice = messages.map(textOf).filter((text) => {
      return Object.values(oneSource).some((words) => (text.match(words) ?? []).length > 1);
    });
    expect(unique(twice)).toEqual([]);
  });

  it("is said to in three texts of a campaign at most, besides the answers that stand alone", () => {
    const saying = allTexts.filter(({ namespace, language, key, text }) => {
      const isRead = namespace.startsWith("campaigns/") && !key.startsWith("help.");
      return isRead && text.search(oneSource[language] ?? /$^/u) >= 0;
    });
    const counts = new Map<string, number>();
    for (const { file } of saying) counts.set(file, (counts.get(file) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 3)).toEqual([]);
    expect(counts.size).toBeGreaterThan(5);
  });
});

describe("A text", () => {
  it("is as long as the note for translators says at most, also where no conversation leads there yet", () => {
    const lengthOf = (text: string) => text.replaceAll(/\{\{.*?\}\}/g, "").length;
    expect(
      breaches(({ key, text }) => {
        const { where, most = Number.POSITIVE_INFINITY } = noteOf(key);
        return lengthOf(text) > most ? `${where}: ${lengthOf(text)} of ${most}` : undefined;
      }),
    ).toEqual([]);
    expect(allTexts.filter(({ key }) => noteOf(key).most !== undefined).length).toBeGreaterThan(1_000);
  });
});

describe("A button", () => {
  const buttons = () => messages.flatMap(({ choices = [], navigation = [] }) => [...choices, ...navigation]);
  const links = () => messages.flatMap(({ links = [] }) => links);

  it("has a label of at most 40 characters, so that a phone shows all of it", () => {
    const labels = unique([...buttons(), ...links()].map(({ label }) => label));
    expect(labels.filter((label) => label.length > 40 && !isMoment(label))).toEqual([]);
    // A service with a moment, its weekday and zone take more.
    expect(labels.filter((label) => label.length > 80)).toEqual([]);
    expect(labels.length).toBeGreaterThan(100);
  });

  it("has an id of at most 64 bytes", () => {
    expect(unique(buttons().map(({ id }) => id)).filter((id) => bytesOf(id) > 64)).toEqual([]);
  });

  it("is told apart from every other of its message", () => {
    const alike = messages.flatMap(({ choices = [], navigation = [] }) => [
      ...repeated([...choices, ...navigation], ({ id }) => id),
      ...repeated([...choices, ...navigation], ({ label }) => label),
    ]);
    expect(unique(alike)).toEqual([]);
  });

  function repeated(all: readonly Button[], of: (button: Button) => string): readonly string[] {
    const values = all.map(of);
    return values.filter((value, index) => values.indexOf(value) !== index);
  }

  function isMoment(label: string): boolean {
    return /\([^)]*(heure d|time)[^)]*\)$/.test(label);
  }
});

describe("A text to copy", () => {
  it("fits into a message, whatever is added to it", () => {
    const copies = messages.flatMap(({ copy }) => (copy ? [copy.text] : []));
    expect(unique(copies).filter((text) => text.length > 1_024)).toEqual([]);
    expect(copies.length).toBeGreaterThan(1);
  });
});

describe("What Telegram shows of the bot", () => {
  it.each(telegramProfiles(wording, "fr"))("fits into Telegram's fields", (profile) => {
    expect(profile.shortDescription.length).toBeLessThanOrEqual(120);
    expect(profile.commands.filter(({ command }) => !/^[a-z0-9_]{1,32}$/.test(command))).toEqual([]);
  });
});
