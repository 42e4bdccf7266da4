import { z } from "zod";
import type { SeenByPerson } from "./channel-driver.ts";

/** A poll as the person sees it. */
export interface SeenPoll {
  readonly labels: readonly string[];
  readonly several: boolean;
}

/** A message as the person sees it, and those of its buttons that are numbered answers. */
export interface ReadText {
  readonly seen: SeenByPerson;
  readonly numbered: readonly string[];
}

const fileSchema = z.object({ name: z.string(), mimeType: z.string(), base64: z.string() });
const pollSchema = z.object({ question: z.string(), labels: z.array(z.string()), several: z.boolean() });

/** Reads one message of ours, sent as these texts, file and poll. Throws if a text lists what the poll offers, or its numbers are wrong. */
export function readWhatsApp(contents: readonly unknown[]): {
  readonly texts: readonly ReadText[];
  readonly poll?: SeenPoll;
} {
  const file = contents.map((content) => fileSchema.safeParse(content).data).find((found) => found);
  const poll = contents.map((content) => pollSchema.safeParse(content).data).find((found) => found);
  const words = contents.filter((content) => typeof content === "string");
  const texts = readCopy(words) ?? words.map(readText);
  const asked = poll && readPoll(poll, texts);
  const all = asked ?? texts;
  const last = all.at(-1);
  const withFile =
    last !== undefined && file !== undefined
      ? [...all.slice(0, -1), { ...last, seen: { ...last.seen, file: file.name } }]
      : all;
  return { texts: withFile, ...(poll && { poll: { ...poll, labels: poll.labels.map(withoutNumber) } }) };
}

/** With its poll, the text reads as one: the title is its end, unless it was cut from there. */
function readPoll(
  { question, labels }: z.infer<typeof pollSchema>,
  texts: readonly ReadText[],
): readonly ReadText[] {
  const before = texts.at(-1) ?? { seen: { text: "", links: [], buttons: [] }, numbered: [] };
  const numbers = labels
    .map((label) => /^(\d+)\. /.exec(label)?.[1])
    .filter((number) => number !== undefined);
  if (before.numbered.length > 0 || numbers.some((number, place) => number !== `${place + 1}`))
    throw new Error(`a poll offers ${labels.join(", ")} after ${before.seen.text}`);
  const { text, buttons } = before.seen;
  const isTold = question.endsWith("…") && text.includes(appearance(question.slice(0, -1)));
  const asked = [text, isTold ? "" : appearance(question)].filter((part) => part !== "").join("\n\n");
  const plain = labels.map(withoutNumber);
  return [
    ...texts.slice(0, -1),
    {
      seen: { ...before.seen, text: asked, buttons: [...plain, ...buttons] },
      numbered: plain.slice(0, numbers.length),
    },
  ];
}

function withoutNumber(label: string): string {
  return label.replace(/^\d+\. /, "");
}

/** A text to copy comes alone, after its name in bold and before the answers. */
function readCopy([before = "", copy, after = ""]: readonly string[]): readonly ReadText[] | undefined {
  const announced = /^([\s\S]+?)\n\n\*[^*\n]+\*$/.exec(before)?.[1];
  if (announced === undefined || copy === undefined) return undefined;
  const { seen, numbered } = readText(after === "" ? announced : `${announced}\n\n${after}`);
  return [{ seen: { ...seen, copy }, numbered }];
}

/** Reads a text from its end: navigation, answers, links. */
function readText(sent: string): ReadText {
  const blocks = sent.split("\n\n");
  const isAnswers = (block: string | undefined) => /^(\*\d+\.\* .+(\n|$))+$/.test(block ?? "");
  const isNavigation =
    !isAnswers(blocks.at(-1)) && (isAnswers(blocks.at(-2)) || / · /.test(blocks.at(-1) ?? ""));
  const navigation = isNavigation ? (blocks.pop()?.split(" · ") ?? []) : [];
  const answers = isAnswers(blocks.at(-1)) ? (blocks.pop()?.split("\n") ?? []) : [];
  const links: SeenByPerson["links"][number][] = [];
  for (let link = readLink(blocks); link !== undefined; link = readLink(blocks)) {
    links.unshift(link);
    blocks.pop();
  }
  const numbered = answers.map((line, index) => appearance(line.replace(`*${index + 1}.* `, "")));
  const text = appearance(blocks.join("\n\n"));
  return { seen: { text, links, buttons: [...numbered, ...navigation.map(appearance)] }, numbered };
}

/** Reads the link at the end of these blocks, if there is one. */
export function readLink(blocks: readonly string[]): SeenByPerson["links"][number] | undefined {
  const [, label, url] = /^(.+)\n(https:\S+)$/.exec(blocks.at(-1) ?? "") ?? [];
  return label === undefined || url === undefined ? undefined : { label: appearance(label), url };
}

const lookalikes: Readonly<Record<string, string>> = { "∗": "*", ˍ: "_", "∼": "~", ˋ: "`" };

/** What a text looks like: bold without its asterisks, where WhatsApp makes it bold, and lookalikes as what they look like. */
export function appearance(text: string): string {
  return text
    .replace(/(?<![\p{L}\p{N}])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\p{L}\p{N}])/gu, "$1")
    .replace(/[∗ˍ∼ˋ]/g, (sign) => lookalikes[sign] ?? sign);
}
