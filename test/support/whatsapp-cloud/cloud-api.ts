import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { z } from "zod";
import type { Template } from "../../../src/channels/whatsapp-cloud/templates.ts";
import { acceptMessage, type Refusal, refuse } from "./accept-message.ts";
import { type CloudPerson, createPeople, envelope } from "./people.ts";
import { cloudSettings } from "./settings.ts";
import { createTemplateShelf } from "./template-shelf.ts";

/** What becomes of the next calls, in place of what usually does. */
export type Fault =
  /** Refused with this code. */
  | { readonly type: "refuse"; readonly httpStatus: number; readonly code: number }
  /** Accepted, and said to have failed afterwards. */
  | { readonly type: "fail"; readonly code: number }
  /** The message is taken, and the connection breaks before the answer. */
  | { readonly type: "lose" }
  | { readonly type: "hang" };

/** A stand-in for the Graph API of WhatsApp's Business Platform, and the people behind it. */
export interface CloudApi {
  /** The address of the Graph API with its version. */
  readonly apiRoot: string;
  person(userId: string, options?: { readonly number?: string; readonly hasUsername?: boolean }): CloudPerson;
  /** Sends webhook requests here. */
  deliverTo(url: string): void;
  /** Posts this payload, signed, until it is answered 200 or `attempts` are over; resolves with the last status. */
  post(payload: object, attempts?: number): Promise<number>;
  /** What becomes of the next message that is sent, and of those after it. */
  fault(...faults: readonly Fault[]): void;
  /** How many of them are still to come. */
  countLeftFaults(): number;
  /** Meta gives all templates this state or category by itself; resolves when the webhook has been told. */
  judgeTemplates(change: { readonly status?: string; readonly category?: string }): Promise<unknown>;
  /** All languages of the template with this name are changed in this way. */
  changeTemplate(name: string, change: object): void;
  /** How many messages were taken so far. */
  countTaken(): number;
  /** How many came faster than the platform takes them. */
  countRefused(): number;
  /** All calls besides messages, such as read ticks. */
  readonly calls: readonly { readonly path: string; readonly body: unknown }[];
  /** Resolves when all webhook requests are answered. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** What the stand-in does of itself. */
export interface CloudApiOptions {
  readonly now?: () => number;
  /** Whether each message is followed by sent, delivered and read. */
  readonly statuses?: boolean;
  /** Whether the 24-hour window ever closes. */
  readonly hasWindow?: boolean;
  /** Those that have been reviewed already. */
  readonly templates?: readonly Template[];
  /** Messages in a second, in and out together. */
  readonly throughput?: number;
  /** Statuses come up to so many milliseconds later. */
  readonly statusesWithinMs?: number;
  /** The statuses of so many milliseconds come in one request. */
  readonly batchMs?: number;
}

const callSchema = z.object({ status: z.literal("read") });
const retryMs = 50;

/** Starts the stand-in on a free port of this machine. */
export async function createCloudApi({
  now = Date.now,
  statuses = true,
  hasWindow = true,
  templates: approved = [],
  throughput = 80,
  statusesWithinMs = 0,
  batchMs = 0,
}: CloudApiOptions = {}): Promise<CloudApi> {
  const calls: { path: string; body: unknown }[] = [];
  const faults: Fault[] = [];
  const templates = createTemplateShelf(approved);
  const underWay = new Set<Promise<unknown>>();
  let webhook = "http://127.0.0.1:9/";
  let sent = 0;
  let refused = 0;
  const batch: object[] = [];
  let flushing: Promise<unknown> | undefined;
  /** When messages went in and out within the last second. */
  let passed: number[] = [];
  const people = createPeople({
    now,
    onWrite: () => void passed.push(now()),
    post: (payload) => post(payload),
  });

  const server = createServer((call, response) => {
    void readBody(call).then((body) => answer(call, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    void work.finally(() => underWay.delete(work)).catch(() => undefined);
    return work;
  }

  function answer(call: IncomingMessage, response: ServerResponse, body: unknown): void {
    const path = (call.url ?? "").replace("/v26.0/", "");
    if (call.headers.authorization !== `Bearer ${cloudSettings.token}`)
      return reply(response, refuse(401, 190, "Invalid OAuth access token"));
    if (path === `${cloudSettings.phoneNumberId}/messages` && !callSchema.safeParse(body).success)
      return takeMessage(response, body);
    calls.push({ path, body });
    reply(response, { httpStatus: 200, body: answerTo(path, body) });
  }

  function answerTo(path: string, body: unknown): object {
    const isOfTemplates =
      path.startsWith(`${cloudSettings.wabaId}/message_templates`) || path.startsWith("template-");
    if (isOfTemplates) return templates.answer(path, body);
    return body === undefined ? { display_phone_number: "+33 9 00 00 00 00" } : { success: true };
  }

  function takeMessage(response: ServerResponse, body: unknown): void {
    const fault = faults.shift();
    if (fault?.type === "hang") return;
    if (fault?.type === "refuse") return reply(response, refuse(fault.httpStatus, fault.code, "as told"));
    const taken = judge(body);
    if ("httpStatus" in taken) reply(response, taken);
    else deliver(response, taken, fault);
  }

  function judge(body: unknown): ReturnType<typeof acceptMessage> {
    passed = passed.filter((at) => at > now() - 1_000);
    if (passed.length >= throughput) {
      refused += 1;
      return refuse(429, 130_429, "Rate limit hit");
    }
    const refuseTemplate = (sent: Parameters<typeof templates.refuse>[0]) => templates.refuse(sent);
    const rules = { find: people.byRecipient, now: now(), hasWindow, refuseTemplate };
    return acceptMessage(body, rules);
  }

  function deliver(
    response: ServerResponse,
    { person, message }: Exclude<ReturnType<typeof acceptMessage>, Refusal>,
    fault?: Exclude<Fault, { type: "hang" | "refuse" }>,
  ): void {
    sent += 1;
    passed.push(now());
    const id = `wamid.${Buffer.from(`sent-${sent}`).toString("base64url")}`;
    if (fault?.type !== "fail") person.receives(id, message);
    if (fault?.type === "lose") return void response.destroy();
    const contacts = [{ input: person.userId, user_id: person.userId }];
    reply(response, {
      httpStatus: 200,
      body: { messaging_product: "whatsapp", contacts, messages: [{ id }] },
    });
    if (statuses || fault !== undefined) void track(tellLater(person, id, fault?.code));
  }

  async function tellLater(person: CloudPerson, id: string, failure?: number): Promise<void> {
    await sleep(Math.random() * statusesWithinMs);
    for (const statuses of person.statusesOf(id, failure)) await tell(statuses);
  }

  async function tell(statuses: readonly object[]): Promise<void> {
    if (batchMs === 0) return void (await post(envelope({ statuses })));
    batch.push(...statuses);
    flushing ??= sleep(batchMs).then(() => {
      flushing = undefined;
      return post(envelope({ statuses: batch.splice(0) }));
    });
    await flushing;
  }

  async function post(payload: object, attempts = 200): Promise<number> {
    // As Meta does it: everything outside of ASCII is escaped, and the signature is over these very bytes.
    const body = JSON.stringify(payload).replace(/[\u0080-\uffff]/g, escapeSign);
    const signature = createHmac("sha256", cloudSettings.appSecret).update(body).digest("hex");
    const headers = { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` };
    for (let attempt = 1; ; attempt += 1) {
      const status = await request(webhook, { method: "POST", headers, body }).then(
        async (response) => {
          await response.body.dump();
          return response.statusCode;
        },
        () => 0,
      );
      if (status === 200 || attempt >= attempts) return status;
      await sleep(retryMs * Math.min(attempt, 10));
    }
  }

  return {
    apiRoot: `http://127.0.0.1:${port}/v26.0`,
    person: (userId, options) => people.person(userId, options),
    deliverTo(url) {
      webhook = url;
    },
    post: (payload, attempts) => track(post(payload, attempts)),
    fault: (...next) => void faults.push(...next),
    countLeftFaults: () => faults.length,
    countTaken: () => sent,
    countRefused: () => refused,
    judgeTemplates: (change) => track(post(templates.judge(change))),
    changeTemplate: (name, change) => templates.change(name, change),
    calls,
    async settle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function escapeSign(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function reply(response: ServerResponse, { httpStatus, body }: Refusal): void {
  response.writeHead(httpStatus, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function readBody(call: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of call) chunks.push(Buffer.from(chunk as Uint8Array));
  const text = Buffer.concat(chunks).toString();
  return text === "" ? undefined : JSON.parse(text);
}
