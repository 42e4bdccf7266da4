import { readFileSync } from "node:fs";
import { createChannelNotes } from "../../src/app/channel-notes.ts";
import { CloudChannel } from "../../src/channels/whatsapp-cloud/adapter.ts";
import type { Template } from "../../src/channels/whatsapp-cloud/templates.ts";
import { listLabels } from "../../src/content/channel-texts.ts";
import { type HttpServer, serveHttp } from "../../src/http/serve-http.ts";
import type { ChannelNotes, Clock, ConversationId } from "../../src/ports.ts";
import type { Log } from "../../src/support/log.ts";
import { content, createTroubleLog, startBot } from "./bot-under-test.ts";
import {
  actsWith,
  type ChannelDriver,
  type Scene,
  type SeenByPerson,
  sceneOptions,
} from "./channel-driver.ts";
import { appearance, readLink } from "./read-whatsapp.ts";
import type { TakenMessage } from "./whatsapp-cloud/accept-message.ts";
import { type CloudApi, createCloudApi } from "./whatsapp-cloud/cloud-api.ts";
import { ourTemplates } from "./whatsapp-cloud/our-templates.ts";
import type { SeenCall } from "./whatsapp-cloud/people.ts";
import { cloudSettings } from "./whatsapp-cloud/settings.ts";
import { hinting } from "./whatsapp-driver.ts";
import { withMembers } from "./with-members.ts";

/** What the short labels of buttons stand for. */
const wholes = new Map(
  ["fr", "en"].flatMap((language) => {
    const file = new URL(`../../locales/${language}/short-labels.json`, import.meta.url);
    const labels: Readonly<Record<string, string>> = JSON.parse(readFileSync(file, "utf8"));
    return Object.entries(labels).map(([label, short]) => [short, label] as const);
  }),
);
const userId = "FR.13491208655302741918";
const typeOfKind: Readonly<Record<string, string>> = { voice: "audio", photo: "image" };

interface CloudUnderTest {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly notes?: ChannelNotes;
  readonly statuses?: boolean;
  readonly hasWindow?: boolean;
  /** Those that Meta has approved; all of ours if absent. */
  readonly templates?: readonly Template[];
  /** Speaks to another platform than the stand-in. */
  readonly apiRoot?: string;
}

/** The real channel with its webhook on this machine, and the stand-in that it speaks to. */
export async function openCloud({
  clock = { now: () => Date.now() },
  log = createTroubleLog().log,
  notes = withoutNotes(),
  statuses = false,
  hasWindow = true,
  templates = ourTemplates(content.wording),
  apiRoot,
}: CloudUnderTest = {}) {
  const api = await createCloudApi({
    now: () => clock.now(),
    statuses,
    hasWindow,
    templates,
  });
  let server: HttpServer | undefined;
  const channel = new CloudChannel({
    ...cloudSettings,
    apiRoot: apiRoot ?? api.apiRoot,
    pace: 80,
    dailyCap: 250,
    labels: listLabels(content.wording, "fr"),
    languages: content.wording.languages,
    clock,
    log,
    notes,
  });
  return {
    api,
    channel: withMembers(channel, {
      async start(inbox) {
        await channel.start(inbox);
        server ??= await serveHttp({ host: "127.0.0.1", port: 0, routes: [channel.app], log });
        api.deliverTo(`${server.url}/whatsapp-cloud`);
      },
    }),
    url: () => server?.url ?? "",
    async close() {
      await server?.close();
      await api.close();
    },
  };
}

/** Of a channel without a store. */
function withoutNotes(): ChannelNotes {
  const kept = new Map<ConversationId, object>();
  return {
    read: async (id) => kept.get(id),
    update: async (id, change) => void kept.set(id, change(kept.get(id))),
    readOwn: async () => undefined,
    writeOwn: async () => {},
    lastSeen: async () => Date.now(),
    countCharge: async () => {},
  };
}

/** A person's chat at the other end. */
export function openCloudChat(api: CloudApi) {
  const person = api.person(userId);
  return {
    conversationId: `whatsapp-cloud:${userId}` as const,
    person,
    says: (text: string) => void person.says(text),
    sends: (kind: string) => void person.sends(typeOfKind[kind] ?? kind),
    again: () => void person.again(),
    seen: () => readCalls(person.seen()),
    /** Presses what has this label, in a list or below a text. */
    async presses(label: string) {
      const button = offeredBy(person.seen(), label);
      if (button === undefined) throw new Error(`nothing is labelled ${label}`);
      await person.presses(button.id);
    },
  };
}

interface Offered {
  readonly id: string;
  readonly label: string;
}

function offeredBy(calls: readonly SeenCall[], label: string): Offered | undefined {
  return calls
    .toReversed()
    .flatMap(({ message }) => offersOf(message))
    .find((offered) => offered.label === label);
}

function offersOf(message: TakenMessage): readonly Offered[] {
  if (message.type !== "interactive") return [];
  const { interactive } = message;
  if (interactive.type === "button")
    return interactive.action.buttons.map(({ reply: { id, title } }) => ({
      id,
      label: wholes.get(title) ?? title,
    }));
  return interactive.action.sections
    .flatMap(({ rows }) => rows)
    .map(({ id, title, description = title }) => ({ id, label: description }));
}

interface Read {
  readonly sent: string;
  readonly isText: boolean;
  readonly offers: readonly Offered[];
}

/** What was sent, with the rest of a list as part of it. */
function readAll(calls: readonly SeenCall[]): readonly Read[] {
  const all: Read[] = [];
  for (const { message } of calls) {
    if (message.type === "template") throw new Error(`${message.template.name} was not expected`);
    const isText = message.type === "text";
    const sent = isText ? message.text.body : message.interactive.body.text;
    const offers = offersOf(message);
    const last = all.at(-1);
    if (last?.offers.at(-1)?.id !== "more") all.push({ sent, isText, offers });
    else all.splice(-1, 1, { ...last, offers: [...last.offers.slice(0, -1), ...offers] });
  }
  return all;
}

/** As the person sees them: a text to copy comes alone, after its name in bold. */
function readCalls(calls: readonly SeenCall[]): readonly SeenByPerson[] {
  const all = readAll(calls);
  const announced = all.map(({ sent, isText }) =>
    isText ? /^([\s\S]+?)\n\n\*[^*\n]+\*$/.exec(sent)?.[1] : undefined,
  );
  return all.flatMap(({ sent, offers }, index) => {
    const before = announced[index - 1];
    if (before !== undefined) return [{ ...readCall(before, []), copy: sent }];
    return announced[index] === undefined ? [readCall(sent, offers)] : [];
  });
}

function readCall(sent: string, offers: readonly Offered[]): SeenByPerson {
  const blocks = sent.split("\n\n");
  const links: SeenByPerson["links"][number][] = [];
  for (let link = readLink(blocks); link !== undefined; link = readLink(blocks)) {
    links.unshift(link);
    blocks.pop();
  }
  const file = links.find(({ url }) => url.includes("/whatsapp-cloud/files/"))?.label;
  return {
    text: appearance(blocks.join("\n\n")),
    links: links.filter(({ label }) => label !== file),
    ...(file !== undefined && { file }),
    buttons: offers.map(({ label }) => label),
  };
}

/** A person on the official WhatsApp: the real channel with its webhook, against a stand-in for the platform. */
export async function openWhatsAppCloud(scene: Scene): Promise<ChannelDriver> {
  const { language } = scene;
  const opened: Awaited<ReturnType<typeof openCloud>>[] = [];
  const tested = await startBot({
    ...sceneOptions(scene),
    async channel({ clock, log, store }) {
      // Somebody who has just written: what is sent later than that has tests of its own.
      const notes = {
        ...createChannelNotes(store, "whatsapp-cloud", "Europe/Paris"),
        lastSeen: async () => clock.now(),
      };
      const one = await openCloud({ clock, log, notes, hasWindow: false });
      opened.push(one);
      return language === undefined ? one.channel : hinting(one.channel, language);
    },
  });
  const [cloud] = opened;
  if (cloud === undefined) throw new Error("the bot has no channel");
  const chat = openCloudChat(cloud.api);
  let looked = 0;
  const { act: actOnly, waits } = actsWith(tested);
  /** Whoever looks at a list also looks behind "more". */
  const act = async (work: () => void) => {
    await actOnly(work);
    if (
      chat.person
        .seen()
        .slice(looked)
        .some(({ message }) => offersOf(message).some(({ id }) => id === "more"))
    )
      await actOnly(() => void chat.person.presses("more"));
  };
  await act(() => chat.says(scene.firstWords));
  return {
    trouble: tested.trouble,
    says: (text) => act(() => chat.says(text)),
    presses: (label) => act(() => void chat.presses(label)),
    sends: (kind) => act(() => chat.sends(kind)),
    waits,
    look() {
      const unread = readCalls(chat.person.seen().slice(looked));
      looked = chat.person.seen().length;
      return unread;
    },
    async close() {
      await tested.stop();
      await cloud.close();
    },
  };
}
