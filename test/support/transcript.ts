import type { SeenByPerson } from "./channel-driver.ts";

/** One line of a transcript that is not the bot's. */
export type Act =
  | { readonly kind: "says" | "presses" | "sends"; readonly words: string }
  | { readonly kind: "clock"; readonly length: string }
  | { readonly kind: "remark"; readonly words: string };

/** A dialogue as its file has it, without what the bot says. */
export interface Dialogue {
  /** The line of its own under which it stands: what it promises. */
  readonly title: string;
  readonly at: string;
  readonly language?: string;
  readonly campaigns: readonly string[];
  /** The channels it runs on; all if the file names none. */
  readonly channels?: readonly string[];
  readonly community: boolean;
  /** False if long messages are shown by their first and last lines. */
  readonly isWhole: boolean;
  readonly header: string;
  readonly acts: readonly Act[];
}

/** A file of dialogues that promise one thing together. */
export interface Transcript {
  readonly title: string;
  /** What stands above the first dialogue, if there are several. */
  readonly header: string;
  readonly dialogues: readonly Dialogue[];
}

type Settings = ReadonlyMap<string, string>;

/** Reads a transcript: one dialogue under "# …", or several under "## …", to which the settings under "# …" apply as well. Throws at a line that it does not know. */
export function readTranscript(text: string): Transcript {
  const [head = "", ...parts] = text.split(/^(?=## )/m);
  const dialogue = readDialogue(head, new Map());
  if (parts.length === 0) return { title: dialogue.title, header: "", dialogues: [dialogue] };
  const { settings, header, title } = readHeader(head, new Map());
  return { title, header, dialogues: parts.map((part) => readDialogue(part, settings)) };
}

function readDialogue(text: string, defaults: Settings): Dialogue {
  const { title, header, settings } = readHeader(text, defaults);
  const language = settings.get("language");
  const channels = settings.get("channels")?.split(", ");
  return {
    title,
    at: settings.get("at") ?? "",
    campaigns: (settings.get("campaigns") ?? "meta").split(", "),
    community: settings.get("community") === "yes",
    isWhole: settings.get("texts") !== "first and last lines",
    ...(language !== undefined && { language }),
    ...(channels !== undefined && { channels }),
    header,
    acts: text.slice(header.length).split("\n").flatMap(readAct),
  };
}

function readHeader(text: string, defaults: Settings) {
  const [header = ""] = text.split("\n\n", 1);
  const [title = "", ...settings] = header.trimEnd().split("\n");
  return {
    title: title.replace(/^##? /, ""),
    header: header.trimEnd(),
    settings: new Map([...defaults, ...settings.map(readSetting)]),
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

/** One act, and what the bot said to it. */
export interface Turn {
  readonly act: Act;
  readonly heard: readonly SeenByPerson[];
}

/** Writes a dialogue that was played; `told` are the texts that stand above in its file, to which it adds its own. */
export function writeDialogue(
  { header, isWhole }: Dialogue,
  turns: readonly Turn[],
  told: Set<string>,
): string {
  const parts = turns.flatMap(({ act, heard }) => [
    writeAct(act),
    ...(heard.length === 0 ? [] : [heard.map((message) => writeMessage(message, isWhole, told)).join("\n")]),
  ]);
  return `${[header, ...parts].join("\n\n")}\n`;
}

function writeAct(act: Act): string {
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
function writeMessage(message: SeenByPerson, isWhole: boolean, told: Set<string>): string {
  const text = message.text.split("\n");
  const others = [
    ...message.links.map(({ label, url }) => `→ ${label} <${url}>`),
    ...(message.copy === undefined ? [] : [`⧉ ${message.copy}`]),
    ...(message.file === undefined ? [] : [`📎 ${message.file}`]),
    ...(message.buttons.length === 0 ? [] : [message.buttons.map((label) => `[${label}]`).join(" ")]),
  ];
  const all = [...text, ...others];
  const isAbove = (lines: readonly string[]) => lines.length > longest && told.has(lines.join("\n"));
  const asAbove = [text[0], "[as above]"];
  const shown = isWhole || text.length <= longest ? text : [text[0], "[…]", text.at(-1)];
  const lines = isAbove(all) ? asAbove : [...(isAbove(text) ? asAbove : shown), ...others];
  told.add(all.join("\n")).add(text.join("\n"));
  return lines.map((line, index) => `${index === 0 ? "bot  >" : "     |"} ${line}`.trimEnd()).join("\n");
}

/** How many lines are written again, each time that they are said. */
const longest = 3;
