import type { Hono } from "hono";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import {
  type Channel,
  type ChannelNotes,
  type ConversationId,
  type Inbox,
  type OutgoingMessage,
  type Outside,
  StartError,
} from "../../app/ports.ts";
import { InFlight } from "../../concurrency/in-flight.ts";
import type { Instant, Language } from "../../conversation/vocabulary.ts";
import { nameChannel, trackReadiness } from "../channel-state.ts";
import { createBackoffs } from "./backoffs.ts";
import { createChatNotes } from "./chat-notes.ts";
import { CloudError, remedyOf, toCloudError } from "./errors.ts";
import { type CloudItem, type CloudMessage, type CloudStatus, isDelivered, readWebhook } from "./read.ts";
import { type ListLabels, moreTap, type RenderedMessage, renderMessage } from "./render.ts";
import { createReminderSender, windowMs } from "./send-reminder.ts";
import { watchTemplates } from "./templates.ts";
import { createTransport, type TransportOptions } from "./transport.ts";
import { createWebhook } from "./webhook.ts";

/** What the official WhatsApp channel needs from the operator and from the rest of the program. */
export interface CloudOptions extends TransportOptions, Pick<Outside, "clock" | "log"> {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  /** Signs every request of the webhook. */
  readonly appSecret: string;
  /** Made up by the operator, and typed into Meta's dashboard once. */
  readonly verifyToken: string;
  /** How many messages go in and out in a second. */
  readonly pace: number;
  /** How many proactive messages go out in a day: a new portfolio may write to 250 people. */
  readonly dailyCap: number;
  /** What a marketing message costs, if the operator has told. */
  readonly alertPrice?: number | undefined;
  /** Nothing proactive goes out any more once Meta has charged for so many messages in a month; absent if nothing is too dear. */
  readonly monthlyCap?: number | undefined;
  /** What lists are labelled with; in the operator's language if the person's is not known. */
  readonly labels: (language: Language | undefined) => ListLabels;
  /** Those that reminders are written in. */
  readonly languages: readonly Language[];
  /** What the channel keeps of its chats. */
  readonly notes: ChannelNotes;
}

/** `app`: the webhook's routes, which take requests once the channel has started. */
export type CloudChannel = Channel & Required<Pick<Channel, "state">> & { readonly app: Hono };

const day = 86_400_000;
/** Nobody still waits for an answer to what is older. */
const answeredWithinMs = day;
const mostUndeliverable = 10_000;
/** One to a person in six seconds, or up to 45 at once, after which as much time has to pass as they would have taken. */
const perChat = { everyMs: 6_000, burst: 45, counts: "all" } as const;
const sendingsAreKept = 10_000;
/** Read ticks that are on their way; further ones are left out. */
const mostTicks = 50;

const settings = "WHATSAPP_CLOUD_TOKEN, WHATSAPP_CLOUD_PHONE_NUMBER_ID, WHATSAPP_CLOUD_WABA_ID";
const phoneSchema = z.object({ display_phone_number: z.string() });

/** The official WhatsApp channel: a number of the Business Platform, received by a webhook. */
export function createCloudChannel(given: CloudOptions): CloudChannel {
  const log = nameChannel("whatsapp-cloud", given.log);
  const options = { ...given, log };
  const { phoneNumberId, clock, labels } = options;
  const transport = createTransport(options);
  const backoffs = createBackoffs(options);
  const templates = watchTemplates({ ...options, transport });
  const notes = createChatNotes(options);
  const lastSeen = (id: ConversationId) => options.notes.lastSeen(id);
  const reminders = createReminderSender({ clock, lastSeen, notes, backoffs, templates, post });
  const ticks = new InFlight();
  /** How many calls of a message have been accepted whose later ones were not. */
  const accepted = new LRUCache<string, number>({ max: sendingsAreKept });
  /** Since when nothing could be delivered to these people. */
  const undeliverable = new LRUCache<ConversationId, Instant>({ max: mostUndeliverable });
  /** Messages without a file: rendered when their parts are counted, and sent next. */
  const rendered = new WeakMap<OutgoingMessage, RenderedMessage>();
  let inbox: Inbox | undefined;
  let number: string | undefined;
  const { state, become } = trackReadiness(clock);
  const webhook = createWebhook({ ...options, notes, handle });

  async function handle(body: unknown): Promise<boolean> {
    const items = readWebhook(body, phoneNumberId);
    if (items === undefined) return false;
    // In their order: the inbox takes one of a conversation at a time.
    const results = await Promise.allSettled(items.map(take));
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    return true;
  }

  async function take(item: CloudItem): Promise<void> {
    if (inbox === undefined) throw new Error("the channel has not started yet");
    switch (item.type) {
      case "moved":
        return inbox.moved(item.from, item.to);
      case "message":
        return takeMessage(item, inbox);
      case "status":
        return takeStatus(item, inbox);
      case "no-marketing":
        return inbox.noAlerts(item.conversationId);
      case "templates":
        return templates.refresh();
    }
  }

  async function takeStatus(of: CloudStatus, from: Inbox): Promise<void> {
    const { conversationId, errorCode, status, charge } = of;
    if (charge !== undefined) await options.notes.countCharge(charge);
    // That it was sent says nothing: what then fails was sent as well.
    if (isDelivered(status)) {
      undeliverable.delete(conversationId);
      backoffs.release(conversationId);
    }
    if (status === "failed" && errorCode !== undefined) await takeFailure(of, errorCode, from);
  }

  /** Accepted is not delivered: what failed afterwards is known only here. */
  async function takeFailure(of: CloudStatus, errorCode: number, from: Inbox): Promise<void> {
    const { conversationId: id, messageId } = of;
    const error = new CloudError(remedyOf(errorCode), "failed afterwards", { platformCode: errorCode });
    backoffs.failed(id, error);
    if (error.remedy !== "window-closed") log.warn({ error }, "a message was accepted and not delivered");
    if (error.remedy === "stopped") await from.noAlerts(id);
    if (error.remedy === "undeliverable" && (await isGone(id))) return from.gone(id);
    await reminders.sendAgain(id, messageId, error, from);
  }

  /** Nobody is there any more who cannot be reached twice, a day apart, without a word of theirs in between. */
  async function isGone(id: ConversationId): Promise<boolean> {
    const now = clock.now();
    const seenAt = (await lastSeen(id)) ?? 0;
    const since = undeliverable.get(id);
    if (since !== undefined && since >= seenAt) return now - since >= day;
    undeliverable.set(id, now);
    return false;
  }

  async function takeMessage({ message, messageId, at }: CloudMessage, into: Inbox): Promise<void> {
    const { conversationId: id, tapped } = message;
    const isLate = clock.now() - at > answeredWithinMs;
    if (isLate) return void (await into.receive({ ...message, isLate }));
    backoffs.release(id);
    if (ticks.size < mostTicks) void ticks.track(acknowledge(messageId));
    const rest = tapped === moreTap ? await restOf(id) : undefined;
    await into.receive({ ...message, ...(rest && { rest }) });
  }

  /** Blue ticks and the typing sign. Only a courtesy: whatever goes wrong with it is of no concern. */
  async function acknowledge(message_id: string): Promise<void> {
    const read = { status: "read", message_id, typing_indicator: { type: "text" } };
    await transport.send(phoneNumberId, read).catch(() => {});
  }

  /** The buttons for which the last list had no room; nothing if all are shown. */
  async function restOf(id: ConversationId): Promise<OutgoingMessage | undefined> {
    const { rest: choices, language } = await notes.read(id);
    if (choices.length === 0) return undefined;
    const text = [{ type: "text", text: labels(language).more }] as const;
    return { text, choices, ...(language !== undefined && { language }) };
  }

  async function sendCalls(
    id: ConversationId,
    { calls, rest }: RenderedMessage,
    language: Language | undefined,
    sendingId: string,
  ): Promise<void> {
    const before = accepted.get(sendingId) ?? 0;
    for (const [index, call] of calls.slice(before).entries()) {
      await post(id, call);
      accepted.set(sendingId, before + index + 1);
    }
    if (rest.length > 0) await notes.keepRest(id, [...rest], language);
    accepted.delete(sendingId);
  }

  function render(message: OutgoingMessage): RenderedMessage {
    const known = rendered.get(message) ?? renderMessage(message, labels(message.language));
    rendered.set(message, known);
    return known;
  }

  async function post(id: ConversationId, message: object): Promise<string> {
    backoffs.check();
    try {
      const messageId = await transport.send(phoneNumberId, { ...recipientOf(id), ...message });
      backoffs.succeeded(id);
      become();
      return messageId;
    } catch (error) {
      throw await explainFailure(id, toCloudError(error));
    }
  }

  async function explainFailure(id: ConversationId, error: CloudError): Promise<CloudError> {
    if (error.remedy === "stopped") await inbox?.noAlerts(id);
    const failure = backoffs.failed(id, error);
    if (failure.problem.reason === "unavailable")
      become(backoffs.problem() === undefined ? "platform-unreachable" : "platform-refuses");
    return failure;
  }

  /** Learns our number, and has the account's webhooks sent here. */
  async function connect(): Promise<void> {
    const phone = await transport.call("GET", `${phoneNumberId}?fields=display_phone_number`);
    number = phoneSchema.safeParse(phone).data?.display_phone_number.replace(/\D/g, "");
    await transport.call("POST", `${options.wabaId}/subscribed_apps`);
    become();
  }

  function onUnconnected(error: unknown): void {
    const problem = toCloudError(error);
    const { remedy, message } = problem;
    if (remedy === "operator" || remedy === "rejected")
      throw new StartError(
        `${settings}: WhatsApp's platform refuses them (${message}), copy them from Meta's dashboard`,
      );
    become("platform-unreachable");
    log.warn({ error: problem }, "WhatsApp's platform is unreachable; messages wait");
  }

  return {
    name: "whatsapp-cloud",
    app: webhook.app,
    mergedCap: 4_096,
    alerts: { note: "marketing", price: options.alertPrice },
    pace: {
      perSecond: options.pace,
      count: (message) => render(message).calls.length,
      pauseMs: backoffs.pauseMs,
    },
    perChat,
    limits: {
      perSecond: options.pace,
      perDay: options.dailyCap,
      chargedPerMonth: options.monthlyCap,
      isReady: backoffs.mayRemind,
      isTemplate: (seenAt) => clock.now() >= seenAt + windowMs,
      heldMs: backoffs.heldMs,
      isHeld: ({ reminder, language }, seenAt) =>
        reminder !== undefined &&
        language !== undefined &&
        clock.now() >= seenAt + windowMs &&
        !templates.isUsable(templates.choose(reminder, language) ?? reminder.kind, language),
    },
    state: () => ({ ...state(), templates: templates.states() }),
    invitation: () => number && `https://wa.me/${number}?text=%2Fstart%20{campaign}-{language}`,

    async start(given: Inbox): Promise<void> {
      inbox = given;
      await notes.recallHost();
      await connect().catch(onUnconnected);
      await templates.refresh();
    },

    async stop(): Promise<void> {
      await webhook.close();
      become("stopped");
    },

    async close(): Promise<void> {
      await ticks.settled();
      await transport.close();
    },

    async send(id: ConversationId, message: OutgoingMessage, _kind, sendingId = ""): Promise<void> {
      const { text, language, file, reminder } = message;
      const fileUrl = await notes.serveFile(id, file);
      const whole =
        fileUrl === undefined ? render(message) : renderMessage(message, labels(language), fileUrl);
      const [call, ...more] = text.length > 0 ? whole.calls : [];
      if (reminder === undefined || language === undefined || more.length > 0)
        await sendCalls(id, whole, language, sendingId);
      else await reminders.send(id, reminder, language, call);
    },
  };
}

/** A person is known by an id such as FR.1349…, or by their number alone. */
function recipientOf(id: ConversationId) {
  const userId = id.slice("whatsapp-cloud:".length);
  return { recipient_type: "individual", ...(/^\d+$/.test(userId) ? { to: userId } : { recipient: userId }) };
}
