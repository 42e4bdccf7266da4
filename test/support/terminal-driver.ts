import { PassThrough, Writable } from "node:stream";
import { createTerminalChannel } from "../../src/channels/terminal/adapter.ts";
import { startBot } from "./bot-under-test.ts";
import { type ChannelDriver, type Scene, type SeenByPerson, sceneOptions } from "./channel-driver.ts";
import { until } from "./until.ts";

const clockWasMoved = "the clock was moved";

/** A person at the terminal, through a pipe: answers are numbers and words, since there is nothing to press. */
export async function openTerminal(scene: Scene): Promise<ChannelDriver> {
  const input = new PassThrough();
  const printed: string[] = [];
  let unread = 0;
  let moves = 0;
  const output = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      const text = String(chunk).replace(/\n\n$/, "");
      if (text === clockWasMoved) moves += 1;
      else printed.push(text);
      done();
    },
  });
  const tested = await startBot({
    ...sceneOptions(scene),
    channel: ({ clock, bot }) =>
      createTerminalChannel({
        input,
        output,
        isInteractive: false,
        firstWords: scene.firstWords,
        ...(scene.language !== undefined && { languageHint: scene.language }),
        filesFolder: "",
        texts: { hint: "", unknown: "unknown", time: () => clockWasMoved },
        settle: () => bot().settle(),
        async advance(ms) {
          clock.advance(ms);
          await bot().remind();
        },
        onEnd: () => {},
      }),
  });

  async function hears(text: string): Promise<void> {
    const before = tested.received();
    input.write(`${text}\n`);
    await until(() => tested.received() > before, "an answer");
    await tested.bot.settle();
  }

  await until(() => tested.received() > 0, "the greeting");
  await tested.bot.settle();
  return {
    trouble: tested.trouble,
    says: hears,
    presses: (label) => hears(numberOf(label, printed) ?? label),
    sends: () => Promise.reject(new Error("a terminal knows nothing but text")),
    async waits(length) {
      const before = moves;
      input.write(`:advance ${length}\n`);
      await until(() => moves > before, "the clock");
    },
    look() {
      const seen = printed.slice(unread).map(readPrinted);
      unread = printed.length;
      return seen;
    },
    async close() {
      input.end();
      await tested.stop();
    },
  };
}

/** Reads a printed message back from its end: navigation, choices, file, links, the text to copy, the text. */
export function readPrinted(printed: string): SeenByPerson {
  const lines = printed.split("\n");
  const take = (shape: RegExp): readonly RegExpExecArray[] => {
    const taken: RegExpExecArray[] = [];
    for (let match = shape.exec(lines.at(-1) ?? ""); match; match = shape.exec(lines.at(-1) ?? "")) {
      taken.unshift(match);
      lines.pop();
    }
    return taken;
  };
  const last = lines.at(-1) ?? "";
  const isNavigation = / · /.test(last) || /^\d+\. /.test(lines.at(-2) ?? "");
  const navigation = isNavigation && !/^\d+\. /.test(last) ? (lines.pop()?.split(" · ") ?? []) : [];
  const choices = take(/^\d+\. (.+)$/).map(([, label = ""]) => label);
  const [file] = take(/^📎 (.+)$/);
  const links = take(/^→ (.+) (https:\S+)$/).map(([, label = "", url = ""]) => ({ label, url }));
  const copied = take(/^ {2}│ (.*)$/).map(([, line = ""]) => line);
  return {
    text: lines.join("\n"),
    links,
    ...(copied.length > 0 && { copy: copied.join("\n") }),
    ...(file?.[1] !== undefined && { file: file[1] }),
    buttons: [...choices, ...navigation],
  };
}

/** The number of this choice of the open question: of the last message that has numbers. */
function numberOf(label: string, printed: readonly string[]): string | undefined {
  const numbered = printed.map((message) => [...message.matchAll(/^(\d+)\. (.+)$/gm)]);
  return numbered.findLast(({ length }) => length > 0)?.find((choice) => choice[2] === label)?.[1];
}
