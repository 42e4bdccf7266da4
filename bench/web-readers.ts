// A process of `web.ts`: some of the readers, so that not all of them wait while one's memory is tidied up.
import { setTimeout as sleep } from "node:timers/promises";
import { createWebPage, type WebPage } from "../test/support/web-page.ts";

/** What each person says, over and over; every answer is one or more messages. */
const said = ["/start meta-en", "both", "no", "help", "menu", "back"];

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

/** Milliseconds from the click to the first message that answers it. */
async function ask(page: WebPage, text: string): Promise<number> {
  const before = page.messages.length;
  const began = performance.now();
  const posted = page.post({ text });
  while (page.messages.length === before) await sleep(1);
  const took = performance.now() - began;
  await posted;
  return took;
}

/** One person, who opens the page within six seconds of all others, and thinks for about three before each click. */
async function chat(index: number): Promise<readonly number[]> {
  const page = createWebPage({ url, address: `192.0.${index >> 8}.${index & 255}` });
  await sleep(6_000 * Math.random());
  await page.open();
  const times: number[] = [];
  for (let turn = 0; turn < answers; turn += 1) {
    await sleep(6_000 * Math.random());
    times.push(await ask(page, said[turn % said.length] ?? ""));
  }
  page.close();
  return times;
}

await sleep(beginsAt - Date.now());
const times = await Promise.all(Array.from({ length: chats }, (_, index) => chat(first + index)));
process.send?.(times.flat());
