import type { Turn } from "./transcript.ts";

/** What has to stand in the bot's answer to one act of a dialogue, and what must not. */
interface Wanted {
  readonly said: readonly string[];
  readonly unsaid: readonly string[];
}

const act = /^(?:user [>*!] |clock > \+|-- )/;
const said = /^(?:bot {2}> | {5}\| )(.+)$/;
const unsaid = /^not {2}> (.+)$/;

/** Reads what each dialogue of a file wants of its answers, act by act. */
export function readWanted(text: string): readonly (readonly Wanted[])[] {
  return text
    .split(/^(?=## )/m)
    .slice(1)
    .map((dialogue) => {
      const [, ...answers] = dialogue.split(new RegExp(`(?=${act.source})`, "m"));
      return answers.map((answer) => ({ said: linesLike(said, answer), unsaid: linesLike(unsaid, answer) }));
    });
}

function linesLike(pattern: RegExp, text: string): readonly string[] {
  return text.split("\n").flatMap((line) => pattern.exec(line)?.[1] ?? []);
}

/** Without the lines that a transcript does not know. */
export function withoutUnsaid(text: string): string {
  return text.replaceAll(new RegExp(`${unsaid.source}\n`, "gm"), "");
}

/** Returns what is not as it is wanted: what was not said, and what should not have been. */
export function unmet(wanted: readonly Wanted[], turns: readonly Turn[]): readonly string[] {
  return wanted.flatMap((each, at) => {
    const heard = plain((turns[at]?.heard ?? []).map(allOf).join("\n"));
    const missing = each.said.filter((line) => !heard.includes(plain(line)));
    const wrong = each.unsaid.filter((line) => heard.includes(plain(line)));
    return [...missing.map((line) => `not said: ${line}`), ...wrong.map((line) => `said: ${line}`)];
  });
}

function allOf({ text, links, copy = "", buttons }: Turn["heard"][number]): string {
  const addresses = links.map(({ label, url }) => `→ ${label} <${url}>`);
  return [text, ...addresses, copy, ...buttons].join("\n");
}

function plain(text: string): string {
  return text.replaceAll(/[\u00A0\u202F]/g, " ");
}
