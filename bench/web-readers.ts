// A process of `web.ts`: some of the readers, so that not all of them wait while one's memory is tidied up.
import { setTimeout as sleep } from "node:timers/promises";
import { createWebPage, type WebPage } from "../test/support/web-page.ts";
import { buttonOf, type Move, walks } from "./walks.ts";

/** Who chats in this process, numbered from `first`, and how often each is answered. */
export interface Readers {
  readonly url: string;
  readonly first: number;
  readonly chats: number;
  readonly answers: number;
  /** When they begin, in milliseconds since 1970: once all processes are up. */
  readonly beginsAt: number;
}

const { url, first, chats, answers, beginsAt }: Readers = JSON.parse(process.argv[2] ?? "");

/** Milliseconds from the click to the first message that answers it. Resolves once the next buttons are there. */
async function ask(page: WebPage, move: Move): Promise<number> {
  const before = page.messages.length;
  const said = "write" in move ? { text: move.write } : { tapped: buttonOf(move.press, buttonsOf(page)) };
  const began = performance.now();
  const heard = page.next().then(() => performance.now());
  await page.post(said);
  const took = (await heard) - began;
  while (buttonsOf(page, before).length === 0) await page.next();
  return took;
}

/** The buttons of the newest message that offers choices, apart from the first `known` messages. */
function buttonsOf({ messages }: WebPage, known = 0): readonly string[] {
  const asked = messages.slice(known).findLast(({ message }) => message.choices !== undefined);
  return (asked?.message.choices ?? []).map(({ id }) => id);
}

/** One person, who opens the page within six seconds of all others, and thinks for about three before each click. */
async function chat(index: number): Promise<readonly number[]> {
  const page = createWebPage({ url, language: "fr", address: `192.0.${index >> 8}.${index & 255}` });
  await sleep(6_000 * Math.random());
  await page.open();
  const times: number[] = [];
  const walk = walks[index % walks.length] ?? [];
  for (let turn = 0; turn < answers; turn += 1) {
    await sleep(6_000 * Math.random());
    const move = walk[turn % walk.length];
    if (move !== undefined) times.push(await ask(page, move));
  }
  page.close();
  return times;
}

await sleep(beginsAt - Date.now());
const times = await Promise.all(Array.from({ length: chats }, (_, index) => chat(first + index)));
process.send?.(times.flat());
