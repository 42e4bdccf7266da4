import { Api, type BotError, GrammyError } from "grammy";
import type { Update } from "grammy/types";
import type { Hono } from "hono";
import type { Channel, Inbox, Outside } from "../../ports.ts";
import { StartError } from "../../support/operator-error.ts";
import { trackReadiness } from "../channel-state.ts";
import { createGroupAnswers, type GroupAnswersOptions } from "./answer-groups.ts";
import { createTelegramBot, type TelegramBot } from "./bot.ts";
import { checkCommunity } from "./check-community.ts";
import { describeTelegramError, retryUntilAnswered, toChannelError } from "./errors.ts";
import { type PollOptions, poll, usualTiming } from "./poll.ts";
import { type Profile, updateProfiles } from "./profile.ts";
import { allowedUpdates, chatIdOf } from "./read.ts";
import { createTransport, type GrammySignal, grammySignal, sendMessage } from "./transport.ts";
import { createWebhook, type WebhookOptions } from "./webhook.ts";

/** What the Telegram channel needs from the operator and from the rest of the program. */
export interface TelegramOptions
  extends Pick<Outside, "clock" | "log">,
    Pick<PollOptions, "meter">,
    Pick<GroupAnswersOptions, "answerGroup"> {
  readonly token: string;
  /** The URL of the Bot API server, without a trailing slash. */
  readonly apiRoot: string;
  /** Absent: long polling. */
  readonly webhook?: WebhookOptions;
  /** Above 30 they are sent as paid broadcasts. */
  readonly proactivePerSecond: number;
  readonly profiles: readonly Profile[];
  /** The id or @name of the group or channel in which the bot posts. */
  readonly communityChat?: string | undefined;
  readonly timing?: Partial<typeof usualTiming>;
}

/** `app`: the webhook's route, which takes updates once the channel has started; absent with polling. */
export type TelegramChannel = Channel & Required<Pick<Channel, "state">> & { readonly app?: Hono };

const settleMs = 1_000;
/** Telegram's limit for free messages, per second. */
const mostUnpaid = 30;
/** The price of each message above the limit, in Stars. */
const starsEach = 0.1;

/**
 * The Telegram channel: private chats with one bot, received by long polling or a webhook. Groups
 * get a link to the private chat.
 */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, webhook, log } = options;
  const timing = { ...usualTiming, ...options.timing };
  const client = { ...createTransport(options.apiRoot), timeoutSeconds: timing.callSeconds };
  const api = new Api(token, client);
  const proactive = options.proactivePerSecond > mostUnpaid ? ({ allow_paid_broadcast: true } as const) : {};
  const { state, become } = trackReadiness(options.clock);
  const route = webhook && createWebhook(webhook, handleUpdate, log);
  let ending = new AbortController();
  let running: TelegramBot | undefined;
  let polling: Promise<void> | undefined;
  let onUnreachable = () => {};

  async function handleUpdate(update: Update): Promise<void> {
    if (running === undefined) throw new Error("the channel has not started yet");
    await running.bot.handleUpdate(update).catch(({ error }: BotError) => {
      throw error;
    });
  }

  /** With a webhook, only our own calls show whether Telegram is reachable; otherwise the polls do. */
  function onSend(trouble?: string): void {
    if (webhook !== undefined) become(trouble);
  }

  /** Calls until Telegram answers; undefined if the channel is stopped first. */
  function untilAnswered<T>(call: (signal: GrammySignal) => Promise<T>): Promise<T | undefined> {
    const { signal } = ending;
    const onAttempt = (trouble?: string) => {
      become(trouble);
      if (trouble !== undefined) onUnreachable();
    };
    return retryUntilAnswered(() => call(grammySignal(signal)), { signal, log, onContact: onAttempt });
  }

  async function startWebhook({ url, secret }: WebhookOptions): Promise<void> {
    const settings = { secret_token: secret, max_connections: 100, allowed_updates: allowedUpdates };
    try {
      await untilAnswered((signal) => api.setWebhook(url, settings, signal));
    } catch (error) {
      throw new StartError(`TELEGRAM_WEBHOOK_URL: Telegram refuses it (${describeTelegramError(error)})`);
    }
  }

  async function startPolling(): Promise<void> {
    await untilAnswered((signal) => api.deleteWebhook({ drop_pending_updates: false }, signal));
    const timeoutSeconds = timing.holdSeconds + timing.graceSeconds;
    const polls = new Api(token, { ...client, timeoutSeconds });
    polling = poll({
      ...options,
      ...timing,
      api: polls,
      handleUpdate,
      onContact: become,
      signal: ending.signal,
    });
  }

  async function connect(inbox: Inbox): Promise<void> {
    const { signal } = ending;
    const botInfo = await untilAnswered((end) => api.getMe(end)).catch((error: unknown) => {
      become("unknown-token");
      throw explainToken(error);
    });
    if (botInfo === undefined) return;
    const answerGroup = createGroupAnswers({ ...options, api, username: botInfo.username, signal });
    running = createTelegramBot({ token, client, botInfo, inbox, answerGroup, log });
    const profile = updateProfiles(api, options.profiles, log);
    if (options.communityChat !== undefined)
      void checkCommunity(api, chatIdOf(`telegram:${options.communityChat}`), botInfo.id, { log, signal });
    await (webhook === undefined ? startPolling() : startWebhook(webhook));
    await profile;
  }

  return {
    name: "telegram",
    ...(route && { app: route.app }),
    isExclusive: webhook === undefined,
    limits: { perSecond: options.proactivePerSecond },
    perChat: { everyMs: 1_000, burst: 1, counts: "proactive" },
    ...(options.proactivePerSecond > mostUnpaid && { alerts: { note: "stars", price: starsEach } as const }),
    state,
    invitation: () => running && `https://t.me/${running.bot.botInfo.username}?start={campaign}-{language}`,

    /**
     * If Telegram is unreachable, resolves and goes on connecting in the background: nothing else waits
     * for it.
     */
    async start(inbox: Inbox): Promise<void> {
      ending = new AbortController();
      const unreachable = new Promise<void>((resolve) => {
        onUnreachable = resolve;
      });
      const connected = connect(inbox);
      await Promise.race([connected, unreachable]);
      connected.catch(({ message }: Error) =>
        log.error({ problem: message }, "Telegram refuses the bot; restart it once that is mended"),
      );
    },

    async stop(): Promise<void> {
      ending.abort();
      await Promise.all([polling, route?.close()]);
      await running?.settle(settleMs);
      become("stopped");
    },

    async send(conversationId, message, kind = "answer"): Promise<void> {
      try {
        const settings = kind === "reminder" || kind === "alert" ? proactive : {};
        await sendMessage(api, chatIdOf(conversationId), message, settings);
        onSend();
      } catch (error) {
        const failure = toChannelError(error, log);
        if (failure.problem.reason === "unavailable") onSend("unreachable");
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
