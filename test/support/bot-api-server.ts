import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiError } from "grammy/types";
import { type BotApiPerson, createChats, createPerson } from "./bot-api-chats.ts";
import { type Community, createCommunities } from "./bot-api-community.ts";
import { BotApiError, createFaults, type Fault, type Faults } from "./bot-api-fault.ts";
import { type BotApiGroup, createGroup } from "./bot-api-groups.ts";
import { createMethods, type Files, type Methods, type Params, readList, words } from "./bot-api-methods.ts";
import { readRequest } from "./bot-api-request.ts";
import { createUpdates, type Updates } from "./bot-api-updates.ts";

/** One call that a bot made. */
export interface BotApiCall {
  readonly method: string;
  readonly params: Params;
  /** When it came, in milliseconds of `performance.now()`. */
  readonly at: number;
  /** What went wrong on purpose. */
  readonly fault?: Fault["kind"];
  /** The status of the answer; 0 if it has none, or none yet. */
  status: number;
}

export interface BotApiServer {
  /** What a bot is given as API root. */
  readonly url: string;
  readonly token: string;
  readonly calls: readonly BotApiCall[];
  readonly faults: Faults;
  /** Telegram's store of updates, to push what no person can. */
  readonly updates: Updates;
  /** The person with this id; the same one every time. */
  person(id: number, options?: { readonly languageCode?: string }): BotApiPerson;
  /** The group with this id; the same one every time. */
  group(id: number, type?: "group" | "supergroup"): BotApiGroup;
  /** Opens a group or channel, or changes what the bot is in it; what is posted there can be read. */
  community(id: number, community: Community): Pick<BotApiPerson, "next" | "unread">;
  /** The calls of one method. */
  callsOf(method: string): readonly BotApiCall[];
  /** From now on every press is too old to be acknowledged. */
  expirePresses(): void;
  /** Gives a chat another id, as Telegram does when a group grows. */
  migrate(chatId: number, to: number): void;
  close(): Promise<void>;
}

interface BotApiOptions {
  readonly token?: string;
  readonly port?: number;
  /** How long every answer takes on its way. */
  readonly latencyMs?: number;
  /** The first wait before a webhook is tried again. */
  readonly webhookRetryMs?: number;
  /** How many messages are accepted in any second; the others are refused. Unlimited if absent. */
  readonly mostASecond?: number;
}

/** Starts a Bot API server on loopback with one bot. It refuses what the real one refuses, in the same words. */
export async function createBotApiServer(options: BotApiOptions = {}): Promise<BotApiServer> {
  const { token = "42:TEST-TOKEN", latencyMs = 0, webhookRetryMs = 20 } = options;
  const calls: BotApiCall[] = [];
  const faults = createFaults();
  const updates = createUpdates({ webhookRetryMs });
  const chats = createChats();
  const openPresses = new Set<string>();
  const people = new Map<number, BotApiPerson>();
  const groups = new Map<number, BotApiGroup>();
  const communities = createCommunities(chats);
  const judgeFlood = createFlood(options.mostASecond);
  const methods: Methods = { ...createMethods(chats, openPresses), ...communities.methods };

  async function perform(
    method: string,
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
  ) {
    const { params: given, files } = await readRequest(request, query);
    const params = communities.withId(given);
    const fault = faults.take(method, Number(params["chat_id"]));
    const noted = fault && { fault: fault.kind };
    const call: BotApiCall = { method, params, at: performance.now(), status: 0, ...noted };
    calls.push(call);
    if (latencyMs > 0) await sleep(latencyMs);
    if (fault !== undefined && (await strike(fault, response))) return;
    const { status, body } = await answer(fault, () => {
      judgeFlood(method);
      return run(method, params, files, response);
    });
    if (fault?.kind === "drop-answer") return void response.destroy();
    call.status = status;
    reply(response, status, body);
  }

  function run(method: string, params: Params, files: Files, response: ServerResponse): unknown {
    switch (method) {
      case "getUpdates":
        return getUpdates(params, response);
      case "setWebhook":
      case "deleteWebhook":
        return setWebhook(method === "setWebhook" ? words(params["url"]) : "", params);
      case "getWebhookInfo":
        return updates.webhookInfo();
      default: {
        const perform = methods[method as keyof Methods];
        if (perform === undefined) throw new BotApiError(404, "Not Found: method not found");
        communities.guard(method, params);
        return perform(params, files);
      }
    }
  }

  function getUpdates(params: Params, response: ServerResponse): Promise<unknown> {
    const poll = updates.get({
      offset: Number(params["offset"] ?? 0),
      limit: Number(params["limit"] ?? 100),
      timeout: Number(params["timeout"] ?? 0),
      ...allowedUpdates(params),
    });
    response.once("close", poll.leave);
    return poll.updates;
  }

  function setWebhook(url: string, params: Params): boolean {
    if (params["drop_pending_updates"] === true) updates.dropPending();
    const secret = params["secret_token"];
    if (url === "") updates.deleteWebhook();
    else {
      updates.setWebhook(url, {
        maxConnections: Number(params["max_connections"] ?? 40),
        ...(typeof secret === "string" && { secret }),
        ...allowedUpdates(params),
      });
    }
    return true;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const [, given, method] = /^\/bot([^/]+)\/(\w+)$/.exec(pathname) ?? [];
    if (given === undefined || method === undefined || !/^\d+:/.test(given)) {
      return reply(response, 404, failure(new BotApiError(404, "Not Found")));
    }
    if (given !== token) return reply(response, 401, failure(new BotApiError(401, "Unauthorized")));
    await perform(method, request, response, searchParams);
  }

  function personOf(id: number): BotApiPerson {
    const person = people.get(id) ?? createPerson(chats, updates, (query) => openPresses.add(query), id);
    people.set(id, person);
    return person;
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // A bot's idle connections are for the bot to close: else it meets one that is just being closed.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", 4_096, resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    calls,
    faults,
    updates,
    person(id, { languageCode } = {}) {
      const person = personOf(id);
      if (languageCode !== undefined) chats.chat(id).languageCode = languageCode;
      return person;
    },
    group(id, type) {
      const group = groups.get(id) ?? createGroup(chats, updates, id, type);
      groups.set(id, group);
      return group;
    },
    community(id, community) {
      communities.add(id, community);
      return personOf(id);
    },
    callsOf: (method) => calls.filter((call) => call.method === method),
    expirePresses: () => openPresses.clear(),
    migrate(chatId, to) {
      chats.chat(chatId).movedTo = to;
      chats.chat(to).begun = true;
    },
    close() {
      updates.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Throws if more is sent in a second than is accepted. */
function createFlood(mostASecond = Number.POSITIVE_INFINITY): (method: string) => void {
  let taken: readonly number[] = [];
  return (method) => {
    if (!["sendMessage", "sendDocument"].includes(method)) return;
    const now = performance.now();
    taken = taken.filter((at) => at > now - 1_000);
    if (taken.length >= mostASecond)
      throw new BotApiError(429, "Too Many Requests: retry after 1", { retry_after: 1 });
    taken = [...taken, now];
  };
}

function allowedUpdates(params: Params): { allowed?: readonly string[] } {
  if (params["allowed_updates"] === undefined) return {};
  return { allowed: readList(params["allowed_updates"]).map(String) };
}

/** Injects a fault that keeps the call from being done; returns whether it did. */
async function strike(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case "hang":
      return true;
    case "cut":
      response.destroy();
      return true;
    case "not-json":
      response.writeHead(502).end("<html>502 Bad Gateway</html>");
      return true;
    case "slow":
      await sleep(fault.ms);
      return false;
    case "error":
    case "drop-answer":
      return false;
  }
}

/** Performs the call, and returns the answer to it. */
async function answer(
  fault: Fault | undefined,
  run: () => unknown,
): Promise<{ status: number; body: object }> {
  try {
    if (fault?.kind === "error") throw toError(fault);
    return { status: 200, body: { ok: true, result: await run() } };
  } catch (error) {
    if (!(error instanceof BotApiError)) throw error;
    return { status: error.code, body: failure(error) };
  }
}

function toError({ code, description, retryAfter, migrateTo }: Fault & { kind: "error" }): BotApiError {
  return new BotApiError(code, description, {
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
    ...(migrateTo !== undefined && { migrate_to_chat_id: migrateTo }),
  });
}

function failure({ code, message, parameters }: BotApiError): ApiError {
  return {
    ok: false,
    error_code: code,
    description: message,
    ...(parameters !== undefined && { parameters }),
  };
}

function reply(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  // With its length, as Telegram does: grammY's client takes chunked answers on shared connections for cut ones.
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}
