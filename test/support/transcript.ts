import type { SeenByPerson } from "./channel-driver.ts";

/** One line of a transcript that is not the bot's. */
export type Act =
  | { readonly kind: "says" | "presses" | "sends"; readonly words: string }
  | { readonly kind: "clock"; readonly length: string }
  | { readonly kind: "remark"; readonly words: string };

/** A dialogue as its file has it, without what the bot says. */
export interface Transcript {
  /** The first line: what the dialogue promises. */
  readonly title: string;
  readonly at: string;
  readonly language?: string;
  readonly campaigns: readonly string[];
  /** The channels it runs on; all where the file names none. */
  readonly channels?: readonly string[];
  readonly community: boolean;
  /** False where long messages are shown by their first and last lines. */
  readonly isWhole: boolean;
  readonly header: string;
  readonly acts: readonly Act[];
}

/** Reads a transcript. Throws at a line that it does not know. */
export function readTranscript(text: string): Transcript {
  const end = text.indexOf("\n\n");
  const header = text.slice(0, end);
  const [title = "", ...settings] = header.split("\n");
  const setting = new Map(settings.map((line) => readSetting(line)));
  const language = setting.get("language");
  const channels = setting.get("channels")?.split(", ");
  return {
    title: title.replace(/^# /, ""),
    at: setting.get("at") ?? "",
    campaigns: (setting.get("campaigns") ?? "meta").split(", "),
    community: setting.get("community") === "yes",
    isWhole: setting.get("texts") !== "first and last lines",
    ...(language !== undefined && { language }),
    ...(channels !== undefined && { channels }),
    header,
    acts: text.slice(end).split("\n").flatMap(readAct),
  };
}

function readSetting(line: string): readonly [string, string] {
  const [, name, value] = /^(at|language|channels|campaigns|community|texts): (.+)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`no header of a transcript: ${line}`);
  return [name, value];
}

function readAct(line: string): readonly Act[] {
  if (line.trim() === "" || /^(bot {2}>|\s+\|)/.test(line)) return [];
  const [, start = "", words = ""] = /^(user [>*!] |clock > \+|-- )(.+)$/.exec(line) ?? [];
  switch (start.trim()) {
    case "user >":
      return [{ kind: "says", words }];
    case "user *":
      return [{ kind: "presses", words }];
    case "user !":
      return [{ kind: "sends", words }];
    case "clock > +":
      return [{ kind: "clock", length: words }];
    case "--":
      return [{ kind: "remark", words }];
    default:
      throw new Error(`no line of a transcript: ${line}`);
  }
}

/** Writes a line of the person, or of the clock. */
export function writeAct(act: Act): string {
  switch (act.kind) {
    case "says":
      return `user > ${act.words}`;
    case "presses":
      return `user * ${act.words}`;
    case "sends":
      return `user ! ${act.words}`;
    case "clock":
      return `clock > +${act.length}`;
    case "remark":
      return `-- ${act.words}`;
  }
}

/** Writes what the bot said, in a form that is the same for every channel. */
export function writeMessage(message: SeenByPerson, isWhole: boolean): string {
  const text = message.text.split("\n");
  const [first = "", last = ""] = [text[0], text.at(-1)];
  const lines = [
    ...(isWhole || text.length <= 3 ? text : [first, "[…]", last]),
    ...message.links.map(({ label, url }) => `→ ${label} <${url}>`),
    ...(message.copy === undefined ? [] : [`⧉ ${message.copy}`]),
    ...(message.file === undefined ? [] : [`📎 ${message.file}`]),
    ...(message.buttons.length === 0 ? [] : [message.buttons.map((label) => `[${label}]`).join(" ")]),
  ];
  return lines.map((line, index) => `${index === 0 ? "bot  >" : "     |"} ${line}`.trimEnd()).join("\n");
}
