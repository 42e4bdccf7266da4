import { Agent, request } from "node:http";
import type { Update } from "grammy/types";
import { badRequest } from "./bot-api-fault.ts";

/** One queue of the webhook: its updates go one after the other. */
interface Queue {
  readonly updates: Update[];
  failures: number;
  busy: boolean;
}

interface PusherOptions {
  readonly url: string;
  readonly secret: string | undefined;
  readonly maxConnections: number;
  /** The first wait before an update is brought again. */
  readonly retryMs: number;
  readonly onTaken: (updateId: number) => void;
  readonly onRefused: (problem: string) => void;
}

/** Telegram's side of a webhook: delivers updates, each queue in order, until they are taken. */
export interface Pusher {
  readonly url: string;
  readonly maxConnections: number;
  push(queueName: string, update: Update): void;
  close(): void;
}

export function checkWebhook(url: string, secret: string | undefined): void {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  // Telegram knows no exception; a test has no certificate.
  if (protocol !== "https:" && !(protocol === "http:" && hostname === "127.0.0.1")) {
    throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  }
  if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret)) {
    throw badRequest("secret token contains unallowed characters");
  }
}

export function createPusher(options: PusherOptions): Pusher {
  const { url, maxConnections } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: maxConnections });
  const queues = new Map<string, Queue>();
  const timers = new Set<NodeJS.Timeout>();
  const ready: Queue[] = [];
  let flying = 0;
  let closed = false;

  function fly(): void {
    while (flying < maxConnections && ready.length > 0) {
      const queue = ready.shift();
      const update = queue?.updates[0];
      if (queue === undefined || update === undefined) continue;
      flying += 1;
      void bring(options, agent, update).then((status) => landed(queue, update, status));
    }
  }

  function landed(queue: Queue, update: Update, status: number): void {
    if (closed) return;
    flying -= 1;
    if (status >= 200 && status < 300) taken(queue, update);
    else refused(queue, status);
    fly();
  }

  function taken(queue: Queue, update: Update): void {
    queue.updates.shift();
    queue.failures = 0;
    queue.busy = queue.updates.length > 0;
    if (queue.busy) ready.push(queue);
    options.onTaken(update.update_id);
  }

  function refused(queue: Queue, status: number): void {
    options.onRefused(status === 0 ? "Connection refused" : `Wrong response from the webhook: ${status}`);
    queue.failures += 1;
    // At once, then after a wait that doubles.
    const wait = queue.failures === 1 ? 0 : options.retryMs * 2 ** Math.min(queue.failures - 2, 6);
    const timer = setTimeout(() => {
      timers.delete(timer);
      ready.push(queue);
      fly();
    }, wait);
    timers.add(timer);
  }

  return {
    url,
    maxConnections,
    push(queueName, update) {
      const queue = queues.get(queueName) ?? { updates: [], failures: 0, busy: false };
      queues.set(queueName, queue);
      queue.updates.push(update);
      if (queue.busy) return;
      queue.busy = true;
      ready.push(queue);
      fly();
    },
    close() {
      closed = true;
      ready.length = 0;
      for (const timer of timers) clearTimeout(timer);
      agent.destroy();
    },
  };
}

/** Delivers one update; returns the status, or 0 if there was no answer. */
function bring({ url, secret }: PusherOptions, agent: Agent, update: Update): Promise<number> {
  const body = JSON.stringify(update);
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...(secret !== undefined && { "x-telegram-bot-api-secret-token": secret }),
  };
  return new Promise((resolve) => {
    const outgoing = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
      response.once("error", () => resolve(0));
    });
    outgoing.once("error", () => resolve(0));
    outgoing.end(body);
  });
}
