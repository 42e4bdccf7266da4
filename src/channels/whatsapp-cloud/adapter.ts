import type { Hono } from "hono";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Instant, Language } from "../../conversation/vocabulary.ts";
import type { Channel, ConversationId, Inbox, OutgoingMessage, Outside } from "../../ports.ts";
import { day } from "../../support/durations.ts";
import { InFlight } from "../../support/in-flight.ts";
import { StartError } from "../../support/operator-error.ts";
import { nameChannel, trackReadiness } from "../channel-state.ts";
import { createBackoffs } from "./backoffs.ts";
import { type ChatNotesOptions, createChatNotes } from "./chat-notes.ts";
import { CloudError, remedyOf, toCloudError } from "./errors.ts";
import { type CloudItem, type CloudMessage, type CloudStatus, isDelivered, readWebhook } from "./read.ts";
import { type ListLabels, moreTap, type RenderedMessage, renderMessage } from "./render.ts";
import { createReminderSender, windowMs } from "./send-reminder.ts";
import { type WatchOptions, watchTemplates } from "./templates.ts";
import { createTransport, type TransportOptions } from "./transport.ts";
import { createWebhook, type WebhookOptions } from "./webhook.ts";

/** What the official WhatsApp channel needs from the operator and from the rest of the program. */
export interface CloudOptions
  extends TransportOptions,
    Pick<Outside, "clock" | "log">,
    Pick<WebhookOptions, "appSecret" | "verifyToken">,
    Pick<WatchOptions, "wabaId" | "languages">,
    Pick<ChatNotesOptions, "notes"> {
  readonly phoneNumberId: string;
  /** The most messages in a second, both directions together. */
  readonly pace: number;
  /** The most proactive messages in a day: a new portfolio may write to 250 people. */
  readonly dailyCap: number;
  /** The price of a marketing message, if the operator has set it. */
  readonly alertPrice?: number | undefined;
  /**
   * No proactive message is sent once Meta has charged for this many messages in a month; absent: no
   * limit.
   */
  readonly monthlyCap?: number | undefined;
  /** The labels of lists; in the operator's language if the person's is not known. */
  readonly labels: (language: Language | undefined) => ListLabels;
}

/** `app`: the webhook's routes, which take requests once the channel has started. */
export type CloudChannel = Channel & Required<Pick<Channel, "state">> & { readonly app: Hono };

/** Older messages get no answer: nobody still waits for one. */
const answeredWithinMs = day;
const mostUndeliverable = 10_000;
/**
 * One message to a person every six seconds, or a burst of up to 45, after which as much time must
 * pass as they would have taken.
 */
const perChat = { everyMs: 6_000, burst: 45, counts: "all" } as const;
const sendingsAreKept = 10_000;
/** The most read ticks in flight; further ones are skipped. */
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
  /** How many calls of a partly sent message were accepted, by the id of the sending. */
  const accepted = new LRUCache<string, number>({ max: sendingsAreKept });
  /** When delivery to each of these people first failed. */
  const undeliverable = new LRUCache<ConversationId, Instant>({ max: mostUndeliverable });
  /** Messages without a file are rendered when their calls are counted, and sent right after that. */
  const rendered = new WeakMap<OutgoingMessage, RenderedMessage>();
  let inbox: Inbox | undefined;
  let number: string | undefined;
  const { state, become } = trackReadiness(clock);
  const webhook = createWebhook({ ...options, notes, handle });

  async function handle(body: unknown): Promise<boolean> {
    const items = readWebhook(body, phoneNumberId);
    if (items === undefined) return false;
    // Order is kept: the inbox processes one message of a conversation at a time.
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
    // The status "sent" shows nothing: messages that fail later were sent as well.
    if (isDelivered(status)) {
      undeliverable.delete(conversationId);
      backoffs.release(conversationId);
    }
    if (status === "failed" && errorCode !== undefined) await takeFailure(of, errorCode, from);
  }

  /** Handles a message that was accepted but not delivered, which only this status reports. */
  async function takeFailure(of: CloudStatus, errorCode: number, from: Inbox): Promise<void> {
    const { conversationId: id, messageId } = of;
    const error = new CloudError(remedyOf(errorCode), "failed afterwards", { platformCode: errorCode });
    backoffs.failed(id, error);
    if (error.remedy !== "window-closed") log.warn({ error }, "a message was accepted and not delivered");
    if (error.remedy === "stopped") await from.noAlerts(id);
    if (error.remedy === "undeliverable" && (await isGone(id))) return from.gone(id);
    await reminders.sendAgain(id, messageId, error, from);
  }

  /** True if delivery has failed twice, at least a day apart, and the person has not written in between. */
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

  /** Sends the read ticks and the typing sign. Optional: a failure is ignored. */
  async function acknowledge(message_id: string): Promise<void> {
    const read = { status: "read", message_id, typing_indicator: { type: "text" } };
    await transport.send(phoneNumberId, read).catch(() => {});
  }

  /** Returns the buttons for which the last list had no room; undefined if all are shown. */
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

  /** Reads our phone number, and subscribes the app to the account's webhooks. */
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

/** A person has an id such as FR.1349…, or only their number. */
function recipientOf(id: ConversationId) {
  const userId = id.slice("whatsapp-cloud:".length);
  return { recipient_type: "individual", ...(/^\d+$/.test(userId) ? { to: userId } : { recipient: userId }) };
}
