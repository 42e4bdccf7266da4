import { entriesOf, type PlacedText, shared, type Texts, withoutForm } from "./texts.ts";

/** What a translator needs to know of a text. */
export interface TextNote {
  readonly where: string;
  /** How many characters it may have, without its placeholders; absent if any number. */
  readonly most?: number;
}

/** What texts are used for, by their keys; the first that fits counts. */
const uses: readonly (readonly [pattern: RegExp, note: TextNote])[] = [
  [
    /^language\.name$/,
    { where: "The language’s own name: a button, and where all languages are named", most: 40 },
  ],
  [/^profile\.description$/, { where: "Telegram: in an empty chat, before it begins", most: 512 }],
  [/^profile\.short-description$/, { where: "Telegram: on the bot’s page, and in shared links", most: 120 }],
  [/^profile\.commands\./, { where: "Telegram: the list behind the menu button", most: 256 }],
  [/^template\.(date|deadline|last-day|confirmation|alert)$/, { where: "WhatsApp: a reminder", most: 1_024 }],
  [/^template\.(example|day)$/, { where: "WhatsApp: an example for those who review the reminders" }],
  [/^template\./, { where: "WhatsApp: a button below a reminder", most: 25 }],
  [/^help\..+\.label$/, { where: "The question on a button of the help", most: 40 }],
  [/^help\..+\.text$/, { where: "The answer to the question on the button", most: 500 }],
  [/(^|\.)([\w-]+-)?choices\./, { where: "A button", most: 40 }],
  [/^navigation\./, { where: "A button, below many questions", most: 40 }],
  [/^steps\.[\w-]+\.open$|^ask-look-up\.open$/, { where: "A button that opens a page", most: 40 }],
  [/\.copy$/, { where: "A text that people copy and send", most: 256 }],
  [/^calendar\./, { where: "An entry of the person’s calendar" }],
  [/^web\./, { where: "The page of the chat" }],
  [/^operator\./, { where: "The operator’s page" }],
  [/^experience\./, { where: "The public page of what became of objections" }],
  [/^terminal\./, { where: "The chat in the terminal" }],
  [
    /^(name|short|company|letter\.account)$/,
    { where: "A name, within other texts and on buttons", most: 40 },
  ],
  [
    /^steps\.[\w-]+\.name$/,
    { where: "The name of a form or setting, within other texts and on buttons", most: 40 },
  ],
];
const message: TextNote = { where: "A message, or a part of one", most: 1_024 };

/** Returns where a text is used, and how long it may be. */
export function noteOf(key: string): TextNote {
  return uses.find(([pattern]) => pattern.test(withoutForm(key)))?.[1] ?? message;
}

/** One text with its note, for whoever translates it. */
export interface NotedText extends TextNote, PlacedText {}

/** Returns all texts of one language with their notes; of a button, also the question above it. */
export function notedTexts(texts: ReadonlyMap<string, Texts>): readonly NotedText[] {
  return [...texts].flatMap(([namespace, nested]) => {
    const entries = new Map(entriesOf(nested));
    return [...entries].map(([key, text]) => {
      const { where, ...length } = noteOf(key);
      const places = [where, questionAbove(key, entries), serviceOf(namespace, entries)];
      return { file: `${namespace}.json`, key, text, where: places.join(""), ...length };
    });
  });
}

function questionAbove(key: string, entries: ReadonlyMap<string, string>): string {
  const above = key.replace(/\.(?:[\w-]+-)?choices\..*|\.label$/, ".text");
  const [line = ""] = above === key ? [] : (entries.get(above)?.split("\n") ?? []);
  return line === "" ? "" : `, with “${line}”`;
}

function serviceOf(namespace: string, entries: ReadonlyMap<string, string>): string {
  return shared.includes(namespace) ? "" : `; about ${entries.get("short") ?? namespace}`;
}
