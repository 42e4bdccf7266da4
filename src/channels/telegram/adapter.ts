import { type Api, GrammyError } from "grammy";
import type { Hono } from "hono";
import {
  type Channel,
  type ChannelState,
  type Clock,
  type ConversationId,
  type GroupAnswer,
  type GroupCall,
  type Inbox,
  type Log,
  type Meter,
  StartError,
} from "../../app/ports.ts";
import { createGroupAnswers } from "./answer-groups.ts";
import { checkCommunity } from "./check-community.ts";
import { type Connection, connect } from "./connect.ts";
import { describeTelegramError, toChannelError } from "./errors.ts";
import { grammySignal } from "./grammy-signal.ts";
import { insist } from "./insist.ts";
import { poll } from "./poll.ts";
import { type Profile, updateProfiles } from "./profile.ts";
import { allowedUpdates, chatIdOf } from "./read.ts";
import { createReceiver, type Receiver } from "./receive.ts";
import { sendMessage } from "./send-message.ts";
import { createWebhook, type WebhookOptions } from "./webhook.ts";

/** What the Telegram channel needs from the operator and from the rest of the program. */
export interface TelegramOptions {
  readonly token: string;
  /** The address of a self-hosted Bot API server, without a slash at its end. */
  readonly apiRoot?: string;
  /** Absent: long polling. */
  readonly webhook?: WebhookOptions;
  /** How many unprompted messages go out in a second; more than 30 are broadcast for payment. */
  readonly pace: number;
  readonly profiles: readonly Profile[];
  /** Writes what a group is told. */
  readonly answerGroup: (call: GroupCall) => GroupAnswer;
  /** The id or @name of the group or channel in which the bot posts. */
  readonly communityChat?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Counts the polls that fail. */
  readonly meter: Pick<Meter, "erred">;
  readonly timing?: Partial<TelegramTiming>;
}

/** How long the channel waits for what. */
export interface TelegramTiming {
  /** How long Telegram holds a poll back while there is nothing new. */
  readonly holdSeconds: number;
  /** A poll without an answer for this long is given up and started again. */
  readonly silenceSeconds: number;
  /** A call of any other kind is given up after this. */
  readonly callSeconds: number;
  /** How long one slow update may keep the next ones waiting. */
  readonly patienceMs: number;
  /** The longest wait before updates that could not be committed are asked for again. */
  readonly retryMs: number;
}

export interface TelegramChannel extends Channel {
  /** Takes updates, once the channel has started; absent where they are polled. */
  readonly app?: Hono;
  /** Whether Telegram can be reached. */
  state(): ChannelState;
}

const usualTiming: TelegramTiming = {
  holdSeconds: 30,
  silenceSeconds: 90,
  callSeconds: 30,
  patienceMs: 5_000,
  retryMs: 2_000,
};
const settleMs = 1_000;
/** How much later than it should an answer to a poll may come. */
const graceSeconds = 15;
/** Telegram's bound for messages that are not paid for, in a second. */
const mostUnpaid = 30;
const mostCalls = 64;
const mostAsides = 64;

/** The Telegram channel: private chats with one bot, received by long polling or a webhook. A group is shown the way there. */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, apiRoot, webhook, profiles, clock, log, meter } = options;
  const timing = { ...usualTiming, ...options.timing };
  const { api } = connect({ token, apiRoot, timeoutSeconds: timing.callSeconds, calls: mostCalls });
  /** What is cut at the stop: polls, and apart from all else what must never stand before an answer. */
  let cutAtStop: { readonly polls: Connection; readonly asides: Connection } | undefined;
  const unprompted = options.pace > mostUnpaid ? ({ allow_paid_broadcast: true } as const) : {};
  let ending = new AbortController();
  let state: ChannelState = { ready: false, since: clock.now(), lastError: "not started yet" };
  let receiver: Receiver | undefined;
  let username: string | undefined;
  let polling: Promise<void> | undefined;
  let heard = clock.now();
  const hook = webhook === undefined ? undefined : createWebhook(webhook, (update) => received(update), log);

  async function received(update: unknown): Promise<void> {
    if (receiver === undefined) throw new Error("the channel has not started yet");
    await receiver.receive(update);
  }

  function onContact(problem?: string): void {
    heard = clock.now();
    const since = state.ready === (problem === undefined) ? state.since : clock.now();
    state = problem === undefined ? { ready: true, since } : { ready: false, since, lastError: problem };
  }

  /** With a webhook, only what we send tells how things stand; else the polls do. */
  function onSend(problem?: string): void {
    if (webhook !== undefined) onContact(problem);
  }

  /** A poll that hangs gives no news, neither good nor bad. */
  function currentState(): ChannelState {
    const silentSince = heard + (timing.holdSeconds + graceSeconds) * 1_000;
    if (webhook !== undefined || !state.ready || clock.now() < silentSince) return state;
    return { ready: false, since: silentSince, lastError: "no answer to the last poll" };
  }

  /** Calls until Telegram answers, or the channel stops. */
  function insistOn<T>(call: (end: Parameters<Api["getMe"]>[0]) => Promise<T>): Promise<T | undefined> {
    const { signal } = ending;
    return insist(() => call(grammySignal(signal)), { signal, log, onContact });
  }

  async function register(webhook: WebhookOptions): Promise<void> {
    const settings = { secret_token: webhook.secret, max_connections: 100, allowed_updates: allowedUpdates };
    try {
      await insistOn((end) => api.setWebhook(webhook.url, settings, end));
    } catch (error) {
      throw new StartError(`TELEGRAM_WEBHOOK_URL: Telegram refuses it (${describeTelegramError(error)})`);
    }
  }

  function openConnections() {
    return {
      polls: connect({ token, apiRoot, timeoutSeconds: timing.silenceSeconds, calls: 1 }),
      asides: connect({ token, apiRoot, timeoutSeconds: timing.callSeconds, calls: mostAsides }),
    };
  }

  async function startPolling(receiver: Receiver, polls: Connection): Promise<void> {
    await insistOn((end) => api.deleteWebhook({ drop_pending_updates: false }, end));
    if (ending.signal.aborted) return;
    const receive = (update: unknown) => receiver.receive(update);
    polling = poll({ ...timing, api: polls.api, receive, log, meter, onContact, signal: ending.signal });
  }

  return {
    name: "telegram",
    ...(hook && { app: hook.app }),
    isExclusive: webhook === undefined,
    limits: { perSecond: options.pace, perChatMs: 1_000 },
    state: currentState,
    invitation: () => username && `https://t.me/${username}?start={campaign}-{language}`,

    async start(inbox: Inbox): Promise<void> {
      ending = new AbortController();
      const bot = await insistOn((end) => api.getMe(end)).catch((error: unknown) => {
        throw explainToken(error);
      });
      if (bot === undefined) return;
      username = bot.username;
      const { signal } = ending;
      cutAtStop = openConnections();
      const { polls, asides } = cutAtStop;
      const groups = createGroupAnswers({ ...options, api: asides.api, username, signal });
      receiver = createReceiver({ api: asides.api, self: bot, inbox, groups, log });
      const profile = updateProfiles(api, profiles, log);
      if (options.communityChat !== undefined)
        void checkCommunity(asides.api, chatIdOf(`telegram:${options.communityChat}`), bot.id, {
          log,
          signal: ending.signal,
        });
      await (webhook === undefined ? startPolling(receiver, polls) : register(webhook));
      await profile;
    },

    async stop(): Promise<void> {
      ending.abort();
      await Promise.all([polling, hook?.close()]);
      await receiver?.settle(settleMs);
      cutAtStop?.polls.close();
      cutAtStop?.asides.close();
      cutAtStop = undefined;
      state = { ready: false, since: clock.now(), lastError: "stopped" };
    },

    async send(conversationId: ConversationId, message, kind = "answer"): Promise<void> {
      const chatId = chatIdOf(conversationId);
      const settings = kind === "reminder" ? unprompted : {};
      try {
        await sendMessage(api, chatId, message, settings);
        onSend();
      } catch (error) {
        const failure = toChannelError(error, log);
        if (failure.problem.reason === "unavailable") onSend(failure.message);
        throw failure;
      }
    },
  };
}

function explainToken(error: unknown): StartError {
  const unknownToken = error instanceof GrammyError && [401, 404].includes(error.error_code);
  if (unknownToken)
    return new StartError("TELEGRAM_BOT_TOKEN: Telegram does not know this token, copy it from @BotFather");
  return new StartError(`TELEGRAM_BOT_TOKEN: Telegram does not start (${describeTelegramError(error)})`);
}
