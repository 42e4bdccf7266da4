import { createChannelNotes } from "../../src/app/channel-notes.ts";
import type { WhatsAppOptions } from "../../src/channels/whatsapp/adapter.ts";
import type { Channel, Inbox } from "../../src/ports.ts";
import { createChannel, messageOf } from "../channels/whatsapp/client-double.ts";
import { startBot } from "./bot-under-test.ts";
import {
  actsWith,
  type ChannelDriver,
  type Scene,
  type SeenByPerson,
  sceneOptions,
} from "./channel-driver.ts";
import { type ReadText, readWhatsApp, type SeenPoll } from "./read-whatsapp.ts";
import { withMembers } from "./with-members.ts";

const chat = "33600000001@c.us";
const typeOfKind: Readonly<Record<string, string>> = { voice: "ptt", photo: "image" };

/** A message of the bot's in the person's hand. */
interface Shown {
  readonly texts: readonly ReadText[];
  readonly poll?: SeenPoll & { readonly id: string };
}

/** A person's chat at the other end of the real adapter, on a client of the library that needs no browser. */
export interface WhatsAppChatUnderTest {
  readonly channel: Channel;
  readonly conversationId: `whatsapp:${string}`;
  readonly says: (text: string) => void;
  readonly sends: (kind: string) => void;
  /** Lets the library raise the last message once more. */
  readonly again: () => void;
  /** Taps the newest poll's option with this label; where there is none, types its number or the label. */
  readonly chooses: (label: string) => void;
  readonly seen: () => readonly SeenByPerson[];
  /** WhatsApp takes the client away. */
  readonly ends: () => void;
}

/** Opens the chat; it ends with the test. Votes need the notes of a store in which the person becomes known. */
export function openWhatsAppChat(options: Partial<WhatsAppOptions> = {}): WhatsAppChatUnderTest {
  const { channel, client } = createChannel(options);
  const shown: Shown[] = [];
  const selections = new Map<string, readonly number[]>();
  let [messages, votes] = [0, 0];
  let last: object = {};

  function writes(body: string, type: string): void {
    messages += 1;
    last = messageOf(chat, body, { id: { _serialized: `false_${chat}_WRITTEN${messages}` }, type });
    client().emit("message", last);
  }

  function selects(pollId: string, selected: readonly number[]): void {
    votes += 1;
    selections.set(pollId, selected);
    const selectedOptions = selected.map((localId) => ({ localId }));
    const vote = { voter: chat, selectedOptions, interractedAtTs: votes, parentMsgKey: pollId };
    client().emit("vote_update", vote);
  }

  /** An option that is selected already is taken back first. */
  function taps({ id, several }: SeenPoll & { readonly id: string }, place: number): void {
    const before = selections.get(id) ?? [];
    const others = several ? before.filter((other) => other !== place) : [];
    if (before.includes(place)) selects(id, others);
    selects(id, [...others, place]);
  }

  function numberOf(label: string): string | undefined {
    const newest = shown.flatMap(({ texts }) => texts).findLast(({ numbered }) => numbered.length > 0);
    const place = newest?.numbered.indexOf(label) ?? -1;
    return place < 0 ? undefined : `${place + 1}`;
  }

  return {
    channel: withMembers<Channel>(channel, {
      async start(inbox) {
        await channel.start(inbox);
        client().becomeReady();
      },
      async send(...message) {
        const before = client().sent.length;
        await channel.send(...message);
        const { texts, poll } = readWhatsApp(
          client()
            .sent.slice(before)
            .map(({ content }) => content),
        );
        // The poll comes last, and the double counts its messages.
        const id = `true_${chat}_SENT${client().sent.length}`;
        shown.push({ texts, ...(poll !== undefined && { poll: { ...poll, id } }) });
      },
    }),
    conversationId: `whatsapp:${chat}`,
    says: (text) => writes(text, "chat"),
    sends: (kind) => writes("", typeOfKind[kind] ?? kind),
    again: () => void client().emit("message", last),
    chooses(label) {
      const offering = shown.findLast(({ texts }) => texts.some(({ seen }) => seen.buttons.includes(label)));
      const place = offering?.poll?.labels.indexOf(label) ?? -1;
      if (offering?.poll !== undefined && place >= 0) taps(offering.poll, place);
      else writes(numberOf(label) ?? label, "chat");
    },
    seen: () => shown.flatMap(({ texts }) => texts.map(({ seen }) => seen)),
    ends: () => void client().emit("disconnected", "OTHER"),
  };
}

/** A person on WhatsApp: votes where the question has a poll, numbers and words where it has none. */
export async function openWhatsApp(scene: Scene): Promise<ChannelDriver> {
  const { language } = scene;
  const opened: WhatsAppChatUnderTest[] = [];
  const tested = await startBot({
    ...sceneOptions(scene),
    channel({ clock, log, store }) {
      const notes = createChannelNotes(store, "whatsapp", "Europe/Paris");
      const one = openWhatsAppChat({ log, notes, clock });
      opened.push(one);
      return unhurried(language === undefined ? one.channel : hinting(one.channel, language));
    },
  });
  const [phone] = opened;
  if (phone === undefined) throw new Error("the bot has no channel");
  let looked = 0;

  const { act, waits } = actsWith(tested);
  await act(() => phone.says(scene.firstWords));
  return {
    trouble: tested.trouble,
    says: (text) => act(() => phone.says(text)),
    presses: (label) => act(() => phone.chooses(label)),
    sends: (kind) => act(() => phone.sends(kind)),
    waits,
    look() {
      const unread = phone.seen().slice(looked);
      looked += unread.length;
      return unread;
    },
    async close() {
      // With nobody to send to, the channel ends at once instead of looking out for last answers.
      phone.ends();
      await tested.stop();
    },
  };
}

/** The channel without its pause between two reminders: no dialogue waits for that. */
function unhurried(channel: Channel): Channel {
  const { spacing: _, ...limits } = channel.limits ?? {};
  return withMembers(channel, { limits });
}

/** WhatsApp tells nobody's language; the dialogues that begin after that question take it as known. */
export function hinting(channel: Channel, languageHint: string): Channel {
  const known = (inbox: Inbox): Inbox => ({
    ...inbox,
    receive: (message) => inbox.receive({ ...message, languageHint }),
  });
  return withMembers(channel, { start: (inbox) => channel.start(known(inbox)) });
}
