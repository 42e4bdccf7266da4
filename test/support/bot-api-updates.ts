import type { Update, WebhookInfo } from "grammy/types";
import { BotApiError } from "./bot-api-fault.ts";
import { checkWebhook, createPusher, type Pusher } from "./bot-api-webhook.ts";

/** An update before it has an id. */
export type UpdateContent = Omit<Update, "update_id">;

interface Poller {
  answer(updates: readonly Update[]): void;
  fail(error: BotApiError): void;
}

interface PollParams {
  readonly offset: number;
  readonly limit: number;
  readonly timeout: number;
  readonly allowed?: readonly string[];
}

interface WebhookParams {
  readonly secret?: string;
  readonly maxConnections: number;
  readonly allowed?: readonly string[];
}

/** As in Telegram, sent only if `allowed_updates` names them. */
const onlyWhenAsked = ["chat_member", "message_reaction", "message_reaction_count"];
const webhookActive =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
const secondPoller =
  "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";

/** Telegram's store of updates: kept until confirmed by a poll or taken by the webhook. */
export function createUpdates(options: { readonly webhookRetryMs: number }) {
  /** In order of arrival. */
  const pending = new Map<number, { readonly update: Update; readonly queueName: string }>();
  let nextId = 100_000_001;
  let allowed: readonly string[] = [];
  let poller: Poller | undefined;
  let pusher: Pusher | undefined;
  let lastError: string | undefined;

  /** Also what was not asked for, and what no documentation knows. */
  function pushAnything(queueName: string, content: object): number {
    const update = { update_id: nextId, ...content };
    nextId += 1;
    pending.set(update.update_id, { update, queueName });
    pusher?.push(queueName, update);
    poller?.answer([update]);
    return update.update_id;
  }

  function push(queueName: string, content: UpdateContent): number | undefined {
    const [kind = ""] = Object.keys(content);
    const wanted = allowed.length === 0 ? !onlyWhenAsked.includes(kind) : allowed.includes(kind);
    return wanted ? pushAnything(queueName, content) : undefined;
  }

  function first(limit: number): readonly Update[] {
    const updates: Update[] = [];
    for (const { update } of pending.values()) {
      if (updates.length >= limit) break;
      updates.push(update);
    }
    return updates;
  }

  /** Forgets what is below the offset; a negative one counts from the end. */
  function confirm(offset: number): void {
    const from = offset < 0 ? ([...pending.keys()].at(offset) ?? 0) : offset;
    for (const id of pending.keys()) {
      if (id >= from) return;
      pending.delete(id);
    }
  }

  function get(params: PollParams): { updates: Promise<readonly Update[]>; leave: () => void } {
    if (pusher !== undefined) throw new BotApiError(409, webhookActive);
    poller?.fail(new BotApiError(409, secondPoller));
    allowed = params.allowed ?? allowed;
    confirm(params.offset);
    const limit = Math.min(100, Math.max(1, params.limit));
    if (pending.size > 0 || params.timeout <= 0) {
      return { updates: Promise.resolve(first(limit)), leave: () => {} };
    }
    return hold(params.timeout);
  }

  function hold(seconds: number) {
    let leave = () => {};
    const updates = new Promise<readonly Update[]>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        if (poller === mine) poller = undefined;
      };
      const mine: Poller = {
        answer(found) {
          end();
          resolve(found);
        },
        fail(error) {
          end();
          reject(error);
        },
      };
      leave = () => mine.answer([]);
      const timer = setTimeout(leave, seconds * 1_000);
      poller = mine;
    });
    return { updates, leave };
  }

  function setWebhook(url: string, settings: WebhookParams): void {
    checkWebhook(url, settings.secret);
    deleteWebhook();
    allowed = settings.allowed ?? allowed;
    pusher = createPusher({
      url,
      secret: settings.secret,
      maxConnections: settings.maxConnections,
      retryMs: options.webhookRetryMs,
      onTaken: (id) => pending.delete(id),
      onRefused(problem) {
        lastError = problem;
      },
    });
    for (const { update, queueName } of pending.values()) pusher.push(queueName, update);
  }

  function deleteWebhook(): void {
    pusher?.close();
    pusher = undefined;
  }

  return {
    push,
    pushAnything,
    get,
    setWebhook,
    deleteWebhook,
    dropPending: () => pending.clear(),
    pendingCount: () => pending.size,
    webhookInfo: (): WebhookInfo => ({
      url: pusher?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: pending.size,
      ...(pusher !== undefined && { max_connections: pusher.maxConnections }),
      ...(lastError !== undefined && { last_error_message: lastError }),
    }),
    close(): void {
      poller?.answer([]);
      deleteWebhook();
    },
  };
}
export type Updates = ReturnType<typeof createUpdates>;
