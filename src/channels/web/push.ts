import { request } from "undici";
import webPush, { type RequestDetails, type VapidKeys } from "web-push";
import type { PushSubscription } from "../../conversation/vocabulary.ts";
import { ChannelError, type ChannelProblem, type PushNotice, type PushSender } from "../../ports.ts";
import { second } from "../../support/durations.ts";
import services from "./push-services.json" with { type: "json" };
import type { NoticeDto } from "./wire.ts";

/** The keys that sign pushes (VAPID, RFC 8292), and the allowed push services. */
export interface PushOptions {
  readonly keys: VapidKeys;
  /** The operator's contact for push services: a mailto: or https: address. */
  readonly subject: string;
  /** The title of each notice. */
  readonly title: string;
  /** The hosts of further push services, besides those of the browsers. */
  readonly hosts: readonly string[];
}

/** The sender of push messages, with the check of subscriptions. */
export interface Push extends PushSender {
  readonly publicKey: string;
  /** True if the endpoint is a known push service's: anyone can post any address, and we would call it. */
  accepts(subscription: PushSubscription): boolean;
}

export const makePushKeys = (): VapidKeys => webPush.generateVAPIDKeys();

const answerWithinMs = 10_000;
/** A push has at most 4,096 bytes in all, and a browser shows only a few lines. */
const longestText = 1_000;
const loopback = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/** Encrypts (RFC 8291), signs and sends notices to browsers. */
export function createPush({ keys, subject, title, hosts }: PushOptions): Push {
  const known = [...Object.keys(services), ...hosts];
  const vapidDetails = { ...keys, subject };

  function write(subscription: PushSubscription, { text, ...notice }: PushNotice, ttl: number) {
    const content: NoticeDto = { title, text: text.slice(0, longestText), ...notice };
    const to = { endpoint: subscription.endpoint, keys: { ...subscription.keys } };
    return webPush.generateRequestDetails(to, JSON.stringify(content), {
      vapidDetails,
      TTL: ttl,
      urgency: "high",
      topic: notice.tag,
    });
  }

  return {
    publicKey: keys.publicKey,
    accepts(subscription) {
      if (!isPushService(subscription.endpoint, known)) return false;
      try {
        // Invalid keys throw.
        return write(subscription, { text: "", tag: "" }, 0).body.length > 0;
      } catch {
        return false;
      }
    },
    async send(to, notice, goodForMs) {
      // The list may have become shorter since the subscription was noted.
      if (!isPushService(to.endpoint, known))
        throw refusal({ reason: "gone" }, "the push service is not a known one");
      const { status, retryAfter } = await call(write(to, notice, Math.ceil(goodForMs / second)));
      if (status >= 300)
        throw refusal(readProblem(status, retryAfter), `the push service answered ${status}`);
    },
  };
}

/** Redirects are not followed: they could lead anywhere. */
async function call({ endpoint, headers, body }: RequestDetails) {
  const signal = AbortSignal.timeout(answerWithinMs);
  try {
    const given = { method: "POST", headers: headers as Record<string, string>, body, signal } as const;
    const answer = await request(endpoint, given);
    await answer.body.dump();
    return { status: answer.statusCode, retryAfter: answer.headers["retry-after"] };
  } catch (cause) {
    throw refusal({ reason: "unavailable" }, "the push service does not answer", cause);
  }
}

function isPushService(endpoint: string, known: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, host, username } = new URL(endpoint);
  const isKnown = known.some((each) =>
    each.startsWith("*.") ? host.endsWith(each.slice(1)) : host === each,
  );
  return (
    isKnown && username === "" && (protocol === "https:" || (protocol === "http:" && loopback.test(host)))
  );
}

function readProblem(status: number, retryAfter: string | string[] | undefined): ChannelProblem {
  if (status === 404 || status === 410) return { reason: "gone" };
  if (status === 429) return { reason: "rate-limited", retryAfterMs: (Number(retryAfter) || 0) * second };
  return { reason: status >= 500 ? "unavailable" : "rejected" };
}

function refusal(problem: ChannelProblem, message: string, cause?: unknown): ChannelError {
  return new ChannelError("push", problem, message, { cause });
}
