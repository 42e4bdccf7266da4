import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OutgoingMessage } from "../../src/ports.ts";
import { anyCharacter } from "../support/any-character.ts";
import { at } from "../support/bot-under-test.ts";
import { createPersonUnderTest, type PersonUnderTest } from "../support/person-under-test.ts";

/** Stands in every text that a person makes up, and in no text of ours. */
const marker = "zqxjkw";

type Input =
  | { readonly kind: "phrase" | "made-up" | "foreign-tap"; readonly words: string }
  | { readonly kind: "tap"; readonly which: number }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "wait"; readonly hours: number }
  | { readonly kind: "unreadable" | "repeat" };

const phrases = [
  "/start",
  "/start trio-en",
  "/start evergreen",
  "menu",
  "retour",
  "back",
  "langue",
  "english",
  "mes rappels",
  "my data",
  "oubliez-moi",
  "oui",
  "non",
  "stop",
  "aide",
  "help",
  "recommencer",
  "continuer",
  "c’est fait",
  "plus tard",
  "plus de rappels",
  "rappelle-moi",
  "autre service",
  "les deux",
  "both",
  "neither",
  "chais pas",
  "demain à 10h",
  "vendredi à 22h",
  "hier",
  "in 3 days",
  "le 20 mai",
  "dans 2 ans",
  "le 32 mai",
  "changer",
  "autre fuseau",
  "Montréal",
  "formulaires",
  "le lien ne marche pas",
  "texte",
  "1 2",
  "et whatsapp ?",
  "j’ai reçu la confirmation",
  "toujours rien",
  "ils ont refusé",
  "plainte",
  "en Belgique",
  "Canada",
  "où j’en suis",
];

const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(40).map((which) => ({ kind: "tap", which }) as const) },
  { weight: 4, arbitrary: fc.constantFrom(...phrases).map((words) => ({ kind: "phrase", words }) as const) },
  { weight: 1, arbitrary: fc.nat(20).map((number) => ({ kind: "number", number }) as const) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.string({ unit: anyCharacter }))
      .map((words) => ({ kind: "made-up", words }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        fc.string(),
        fc.constantFrom(
          "1|accounts|meta|both",
          "1|remind-set|meta|cancel.day:2025-05-23",
          "1|reminder|meta|done",
          "1|reminder|trio|later",
          "1|reminder|gone|done",
          "1|reminder|meta|confirmed",
          "1|reminder|trio|not-confirmed",
          "1|reminder|evergreen|refused",
          "1|forget||yes",
          "2|menu||stop",
          "1|linked|meta|accounts-center.yes",
        ),
      )
      .map((words) => ({ kind: "foreign-tap", words }) as const),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 400 }).map((hours) => ({ kind: "wait", hours }) as const),
  },
  { weight: 1, arbitrary: fc.constantFrom("unreadable", "repeat").map((kind) => ({ kind }) as const) },
);

/** What happens in one conversation: answers that are missing, what was said, the reminders asked for and sent. */
class Life {
  readonly unanswered: string[] = [];
  readonly said: OutgoingMessage[] = [];
  readonly askedFor = new Set<string>();
  reminded = 0;
  readonly person: PersonUnderTest;
  readonly #hint: { readonly languageHint?: string };

  constructor(person: PersonUnderTest, hint: string) {
    this.person = person;
    this.#hint = hint === "" ? {} : { languageHint: hint };
  }

  async lives(inputs: readonly Input[]): Promise<void> {
    for (const [index, given] of inputs.entries()) {
      await (given.kind === "wait" ? this.#waits(given.hours) : this.#gives(given, index));
      for (const { campaign, slot, dueAt } of await this.person.reminders())
        this.askedFor.add(`${campaign} ${slot} ${dueAt}`);
    }
  }

  async #waits(hours: number): Promise<void> {
    let reminders = await this.person.waits(hours * 3_600_000);
    // Of several that are due in one chat, each has its turn.
    while (reminders.length > 0) {
      this.reminded += reminders.length;
      this.said.push(...reminders);
      reminders = await this.person.waits(0);
    }
  }

  async #gives(given: Exclude<Input, { kind: "wait" }>, index: number): Promise<void> {
    const message = { ...this.#hint, ...messageOf(given, this.said, index) };
    const { receipt, sent } = await this.person.gives(message);
    if (sent.length === 0 && receipt !== "repeated") this.unanswered.push(JSON.stringify(given));
    this.said.push(...sent);
  }
}

function messageOf(given: Exclude<Input, { kind: "wait" }>, said: readonly OutgoingMessage[], index: number) {
  switch (given.kind) {
    case "phrase":
      return { text: given.words };
    case "made-up":
      return { text: `${marker}${index} ${given.words}` };
    case "number":
      return { text: String(given.number) };
    case "foreign-tap":
      return { tapped: given.words };
    case "tap": {
      const buttons = said
        .slice(-3)
        .flatMap(({ choices = [], navigation = [] }) => [...choices, ...navigation]);
      const button = buttons[given.which % Math.max(1, buttons.length)];
      return button === undefined ? { text: "menu" } : { tapped: button.id };
    }
    case "unreadable":
      return { unreadable: true } as const;
    case "repeat":
      return { id: "0", text: "menu" };
  }
}

const conversations = fc.tuple(
  fc.array(input, { minLength: 5, maxLength: 30, size: "max" }),
  fc.constantFrom("2025-05-18T10:00", "2025-05-26T20:00", "2025-06-28T22:00", "2026-11-25T10:00"),
  fc.constantFrom(["meta"], ["trio"], ["evergreen"], ["meta", "trio", "evergreen"]),
  fc.constantFrom("", "fr", "fr", "en"),
);

/** Many conversations in the same way each time; the seed of a failure is printed. */
function always(check: (life: Life) => Promise<void> | void): Promise<void> {
  return fc.assert(
    fc.asyncProperty(conversations, async ([inputs, start, campaigns, hint]) => {
      const life = new Life(await createPersonUnderTest(campaigns, start), hint);
      try {
        await life.lives(inputs);
        await check(life);
      } finally {
        await life.person.store.close();
      }
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 40) },
  );
}

describe("whatever people do", () => {
  it("every input gets an answer, no step fails, and the conversation goes on", () =>
    always(async ({ person, unanswered }) => {
      expect(unanswered).toEqual([]);
      const { sent } = await person.gives({ text: "menu" });
      expect(sent.length).toBeGreaterThan(0);
      expect(person.trouble).toEqual([]);
    }));

  it("none of their words comes back, and none is stored", () =>
    always(async ({ person, said }) => {
      expect(JSON.stringify(said)).not.toContain(marker);
      expect(await person.stored()).not.toContain(marker);
    }));

  it("no one is reminded more often than they asked for", () =>
    always(({ askedFor, reminded }) => {
      expect(reminded).toBeLessThanOrEqual(askedFor.size);
    }));

  it("a reminder that was asked for comes once", async () => {
    const person = await createPersonUnderTest(["meta"], "2025-05-18T10:00");
    for (const text of ["/start", "facebook", "demain à 10h", "demain à 10h"])
      await person.gives({ text, languageHint: "fr" });
    expect((await person.reminders()).map(({ dueAt }) => dueAt)).toEqual([at("2025-05-19T10:00")]);
    expect(await person.waits(86_400_000)).toHaveLength(1);
    expect(await person.waits(86_400_000)).toEqual([]);
  });
});
