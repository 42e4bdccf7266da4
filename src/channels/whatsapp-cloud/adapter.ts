import type { Hono } from "hono";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Instant, Language } from "../../conversation/vocabulary.ts";
import type {
  AlertTerms,
  Channel,
  ChannelState,
  ConversationId,
  Inbox,
  OutboxRow,
  OutgoingMessage,
  Outside,
  Pace,
  ProactiveLimits,
} from "../../ports.ts";
import { day, minute, second } from "../../support/durations.ts";
import { InFlight } from "../../support/in-flight.ts";
import { createKeyedMutex } from "../../support/keyed-mutex.ts";
import { StartError } from "../../support/operator-error.ts";
import { type Backoff, backoffMs, retry } from "../../support/retry.ts";
import { systemTimers } from "../../support/timers.ts";
import { nameChannel, trackReadiness } from "../channel-state.ts";
import { Backoffs } from "./backoffs.ts";
import { type ChatNotes, type ChatNotesOptions, createChatNotes } from "./chat-notes.ts";
import { CloudError, remedyOf, toCloudError } from "./errors.ts";
import { type CloudItem, type CloudMessage, type CloudStatus, isDelivered, readWebhook } from "./read.ts";
import { type ListLabels, moreTap, type RenderedMessage, renderMessage } from "./render.ts";
import { createReminderSender, windowMs } from "./send-as-template.ts";
import { type TemplateWatch, type WatchOptions, watchTemplates } from "./templates.ts";
import { createTransport, type Transport, type TransportOptions } from "./transport.ts";
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

const reconnecting: Backoff = { firstMs: second, longestMs: 5 * minute };

const settings = "WHATSAPP_CLOUD_TOKEN, WHATSAPP_CLOUD_PHONE_NUMBER_ID, WHATSAPP_CLOUD_WABA_ID";
const phoneSchema = z.object({ display_phone_number: z.string() });

/** The official WhatsApp channel: a number of the Business Platform, received by a webhook. */
export class CloudChannel implements Channel {
  readonly name = "whatsapp-cloud";
  /** The webhook's routes, which take requests once the channel has started. */
  readonly app: Hono;
  readonly mergedCap = 4_096;
  readonly perChat = perChat;
  readonly alerts: AlertTerms;
  readonly pace: Pace;
  readonly limits: ProactiveLimits;
  readonly #options: CloudOptions;
  readonly #transport: Transport;
  readonly #backoffs: Backoffs;
  readonly #templates: TemplateWatch;
  readonly #notes: ChatNotes;
  readonly #reminders: ReturnType<typeof createReminderSender>;
  readonly #webhook: ReturnType<typeof createWebhook>;
  readonly #readiness: ReturnType<typeof trackReadiness>;
  readonly #withMutex = createKeyedMutex<ConversationId>();
  readonly #ticks = new InFlight();
  /** How many calls of a partly sent message were accepted, by the id of the sending. */
  readonly #accepted = new LRUCache<string, number>({ max: sendingsAreKept });
  /** When delivery to each of these people first failed. */
  readonly #undeliverable = new LRUCache<ConversationId, Instant>({ max: mostUndeliverable });
  /** Messages without a file are rendered when their calls are counted, and sent right after that. */
  readonly #rendered = new WeakMap<OutgoingMessage, RenderedMessage>();
  #inbox: Inbox | undefined;
  #number: string | undefined;
  readonly #stopping = new AbortController();
  /** Resolves once a start without the platform is made up for. */
  #reconnected: Promise<void> | undefined;

  constructor(given: CloudOptions) {
    const options = { ...given, log: nameChannel("whatsapp-cloud", given.log) };
    const { clock, pace, dailyCap, alertPrice, monthlyCap } = options;
    this.#options = options;
    this.#readiness = trackReadiness(clock);
    this.#transport = createTransport(options);
    this.#backoffs = new Backoffs(options);
    this.#templates = watchTemplates({ ...options, transport: this.#transport });
    this.#notes = createChatNotes(options);
    this.#reminders = createReminderSender({
      clock,
      lastSeen: (id) => options.notes.lastSeen(id),
      notes: this.#notes,
      backoffs: this.#backoffs,
      templates: this.#templates,
      post: (id, call) => this.#post(id, call),
    });
    this.#webhook = createWebhook({
      ...options,
      notes: this.#notes,
      handle: (body) => this.#handle(body),
    });
    this.app = this.#webhook.app;
    this.alerts = { note: "marketing", price: alertPrice };
    this.pace = {
      perSecond: pace,
      count: (message) => this.#render(message).calls.length,
      pauseMs: () => this.#backoffs.pauseMs(),
    };
    this.limits = {
      perSecond: pace,
      perDay: dailyCap,
      chargedPerMonth: monthlyCap,
      isReady: () => this.#backoffs.mayRemind(),
      isTemplate: (seenAt) => this.#isWindowClosed(seenAt),
      heldMs: (id) => this.#backoffs.heldMs(id),
      isHeld: (message, seenAt) => this.#isWindowClosed(seenAt) && this.#lacksTemplate(message),
    };
  }

  state(): ChannelState {
    return { ...this.#readiness.state(), templates: this.#templates.states() };
  }

  invitation(): string | undefined {
    return this.#number && `https://wa.me/${this.#number}?text=%2Fstart%20{campaign}-{language}`;
  }

  async start(inbox: Inbox): Promise<void> {
    this.#inbox = inbox;
    await this.#notes.recallHost();
    await this.#connect().catch((error: unknown) => this.#onUnconnected(error));
    await this.#templates.refresh();
    void this.#templates.keepLooking(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#webhook.close();
    this.#readiness.become("stopped");
  }

  async close(): Promise<void> {
    await Promise.all([this.#ticks.settled(), this.#reconnected]);
    await this.#transport.close();
  }

  async send(
    id: ConversationId,
    message: OutgoingMessage,
    _kind?: OutboxRow["kind"],
    sendingId = "",
  ): Promise<void> {
    const { text, language, file, reminder } = message;
    const fileUrl = await this.#notes.serveFile(id, file);
    const whole =
      fileUrl === undefined
        ? this.#render(message)
        : renderMessage(message, this.#options.labels(language), fileUrl);
    const [call, ...more] = text.length > 0 ? whole.calls : [];
    if (reminder === undefined || language === undefined || more.length > 0)
      await this.#sendCalls(id, whole, language, sendingId);
    else await this.#reminders.send(id, reminder, language, call);
  }

  async #handle(body: unknown): Promise<boolean> {
    const items = readWebhook(body, this.#options.phoneNumberId);
    if (items === undefined) return false;
    const results = await Promise.allSettled(items.map((item) => this.#takeInTurn(item)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    return true;
  }

  /** What concerns one chat is taken in its order, whatever the first of it waits for. */
  #takeInTurn(item: CloudItem): Promise<void> {
    const chat = chatOf(item);
    return chat === undefined ? this.#take(item) : this.#withMutex(chat, () => this.#take(item));
  }

  async #take(item: CloudItem): Promise<void> {
    const inbox = this.#inbox;
    if (inbox === undefined) throw new Error("the channel has not started yet");
    switch (item.type) {
      case "moved":
        return inbox.moved(item.from, item.to);
      case "message":
        return this.#takeMessage(item, inbox);
      case "status":
        return this.#takeStatus(item, inbox);
      case "no-marketing":
        return inbox.noAlerts(item.conversationId);
      case "templates":
        return this.#templates.refresh();
    }
  }

  async #takeMessage({ message, messageId, at }: CloudMessage, inbox: Inbox): Promise<void> {
    const { conversationId: id, tapped } = message;
    const isLate = this.#options.clock.now() - at > answeredWithinMs;
    if (isLate) {
      await inbox.receive({ ...message, isLate });
      return;
    }
    this.#backoffs.release(id);
    if (this.#ticks.size < mostTicks) void this.#ticks.track(this.#acknowledge(messageId));
    const rest = tapped === moreTap ? await this.#restOf(id) : undefined;
    await inbox.receive({ ...message, ...(rest && { rest }) });
  }

  async #takeStatus(report: CloudStatus, inbox: Inbox): Promise<void> {
    const { conversationId, errorCode, status, charge } = report;
    if (charge !== undefined) await this.#options.notes.countCharge(charge);
    // The status "sent" shows nothing: messages that fail later were sent as well.
    if (isDelivered(status)) {
      this.#undeliverable.delete(conversationId);
      this.#backoffs.release(conversationId);
    }
    if (status === "failed" && errorCode !== undefined) await this.#takeFailure(report, errorCode, inbox);
  }

  /** Handles a message that was accepted but not delivered, which only this status reports. */
  async #takeFailure(
    { conversationId: id, messageId }: CloudStatus,
    errorCode: number,
    inbox: Inbox,
  ): Promise<void> {
    const error = new CloudError(remedyOf(errorCode), "failed afterwards", { platformCode: errorCode });
    this.#backoffs.failed(id, error);
    if (error.remedy !== "window-closed")
      this.#options.log.warn({ error }, "a message was accepted and not delivered");
    if (error.remedy === "stopped") await inbox.noAlerts(id);
    if (error.remedy === "undeliverable" && (await this.#isGone(id))) return inbox.gone(id);
    await this.#reminders.sendAgain(id, messageId, error, inbox);
  }

  /** True if delivery has failed twice, at least a day apart, and the person has not written in between. */
  async #isGone(id: ConversationId): Promise<boolean> {
    const { clock, notes } = this.#options;
    const now = clock.now();
    const seenAt = (await notes.lastSeen(id)) ?? 0;
    const since = this.#undeliverable.get(id);
    if (since !== undefined && since >= seenAt) return now - since >= day;
    this.#undeliverable.set(id, now);
    return false;
  }

  /** Sends the read ticks and the typing sign. Optional: a failure is ignored. */
  async #acknowledge(message_id: string): Promise<void> {
    const read = { status: "read", message_id, typing_indicator: { type: "text" } };
    await this.#transport.send(this.#options.phoneNumberId, read).catch(() => {});
  }

  /** Returns the buttons for which the last list had no room; undefined if all are shown. */
  async #restOf(id: ConversationId): Promise<OutgoingMessage | undefined> {
    const { rest: choices, language } = await this.#notes.read(id);
    if (choices.length === 0) return undefined;
    const text = [{ type: "text", text: this.#options.labels(language).more }] as const;
    return { text, choices, ...(language !== undefined && { language }) };
  }

  async #sendCalls(
    id: ConversationId,
    { calls, rest }: RenderedMessage,
    language: Language | undefined,
    sendingId: string,
  ): Promise<void> {
    const before = this.#accepted.get(sendingId) ?? 0;
    for (const [index, call] of calls.slice(before).entries()) {
      await this.#post(id, call);
      this.#accepted.set(sendingId, before + index + 1);
    }
    if (rest.length > 0) await this.#notes.keepRest(id, [...rest], language);
    this.#accepted.delete(sendingId);
  }

  #render(message: OutgoingMessage): RenderedMessage {
    const known =
      this.#rendered.get(message) ?? renderMessage(message, this.#options.labels(message.language));
    this.#rendered.set(message, known);
    return known;
  }

  /** True if the person has written so long ago that only a template may be sent to them. */
  #isWindowClosed(seenAt: Instant): boolean {
    return this.#options.clock.now() >= seenAt + windowMs;
  }

  /** True if the message is a reminder, and Meta takes no template for it now. */
  #lacksTemplate({ reminder, language }: OutgoingMessage): boolean {
    if (reminder === undefined || language === undefined) return false;
    const kind = this.#templates.choose(reminder, language) ?? reminder.kind;
    return !this.#templates.isUsable(kind, language);
  }

  async #post(id: ConversationId, message: object): Promise<string> {
    this.#backoffs.check();
    try {
      const call = { ...recipientOf(id), ...message };
      const messageId = await this.#transport.send(this.#options.phoneNumberId, call);
      this.#backoffs.succeeded(id);
      this.#readiness.become();
      return messageId;
    } catch (error) {
      throw await this.#explainFailure(id, toCloudError(error));
    }
  }

  async #explainFailure(id: ConversationId, error: CloudError): Promise<CloudError> {
    if (error.remedy === "stopped") await this.#inbox?.noAlerts(id);
    const failure = this.#backoffs.failed(id, error);
    if (failure.problem.reason === "unavailable")
      this.#readiness.become(
        this.#backoffs.problem === undefined ? "platform-unreachable" : "platform-refuses",
      );
    return failure;
  }

  /** Reads our phone number, and subscribes the app to the account's webhooks. */
  async #connect(): Promise<void> {
    const { phoneNumberId, wabaId } = this.#options;
    const phone = await this.#transport.call("GET", `${phoneNumberId}?fields=display_phone_number`);
    this.#number = phoneSchema.safeParse(phone).data?.display_phone_number.replace(/\D/g, "");
    await this.#transport.call("POST", `${wabaId}/subscribed_apps`);
    this.#readiness.become();
  }

  #onUnconnected(error: unknown): void {
    const problem = toCloudError(error);
    const { remedy, message } = problem;
    if (remedy === "operator" || remedy === "rejected")
      throw new StartError(
        `${settings}: WhatsApp's platform refuses them (${message}), copy them from Meta's dashboard`,
      );
    this.#readiness.become("platform-unreachable");
    this.#options.log.warn({ error: problem }, "WhatsApp's platform is unreachable; messages wait");
    const delayMs = (_error: unknown, attempt: number) => backoffMs(attempt, reconnecting);
    // Without it, the bot would have no number to show, and might get no messages.
    this.#reconnected = retry(systemTimers, () => this.#connect(), delayMs, this.#stopping.signal);
  }
}

/** The chat that the item concerns, by its new id; undefined if it concerns none. */
function chatOf(item: CloudItem): ConversationId | undefined {
  switch (item.type) {
    case "message":
      return item.message.conversationId;
    case "moved":
      return item.to;
    case "templates":
      return undefined;
    default:
      return item.conversationId;
  }
}

/** A person has an id such as FR.1349…, or only their number. */
function recipientOf(id: ConversationId) {
  const userId = id.slice("whatsapp-cloud:".length);
  return { recipient_type: "individual", ...(/^\d+$/.test(userId) ? { to: userId } : { recipient: userId }) };
}
