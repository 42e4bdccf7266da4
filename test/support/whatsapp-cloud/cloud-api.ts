import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { acceptMessage, type Refusal, refuse } from "./accept-message.ts";
import { type CloudPerson, createPeople } from "./people.ts";
import { cloudSettings } from "./settings.ts";

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
}

const callSchema = z.object({ status: z.literal("read") });
const retryMs = 50;

/** Starts the stand-in on a free port of this machine. */
export async function createCloudApi({
  now = Date.now,
  statuses = true,
  hasWindow = true,
}: CloudApiOptions = {}): Promise<CloudApi> {
  const calls: { path: string; body: unknown }[] = [];
  const faults: Fault[] = [];
  const templates: { readonly id: string; readonly status: string; readonly category: string }[] = [];
  const underWay = new Set<Promise<unknown>>();
  let webhook = "http://127.0.0.1:9/";
  let sent = 0;
  const people = createPeople({ now, post: (payload) => post(payload) });

  const server = createServer((request, response) => {
    void readBody(request).then((body) => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    void work.finally(() => underWay.delete(work)).catch(() => undefined);
    return work;
  }

  function answer(request: IncomingMessage, response: ServerResponse, body: unknown): void {
    const path = (request.url ?? "").replace("/v26.0/", "");
    if (request.headers.authorization !== `Bearer ${cloudSettings.token}`)
      return reply(response, refuse(401, 190, "Invalid OAuth access token"));
    if (path === `${cloudSettings.phoneNumberId}/messages` && !callSchema.safeParse(body).success)
      return takeMessage(response, body);
    calls.push({ path, body });
    reply(response, { httpStatus: 200, body: answerTo(path, body) });
  }

  function answerTo(path: string, body: unknown): object {
    const isOfTemplates =
      path.startsWith(`${cloudSettings.wabaId}/message_templates`) || path.startsWith("template-");
    if (isOfTemplates) return keepTemplate(path, body);
    return body === undefined ? { display_phone_number: "+33 9 00 00 00 00" } : { success: true };
  }

  /** Lists, creates or changes templates, all of which wait for their review. */
  function keepTemplate(path: string, body: unknown): object {
    if (body === undefined) return { data: templates };
    const given = z.object({ name: z.string(), language: z.string() }).loose().safeParse(body).data;
    const known = templates.find(({ id }) => id === path);
    if (known) Object.assign(known, body);
    else
      templates.push({
        id: `template-${templates.length}`,
        status: "PENDING",
        category: "UTILITY",
        ...given,
      });
    return { success: true, status: "PENDING", category: (known ?? templates.at(-1))?.category };
  }

  function takeMessage(response: ServerResponse, body: unknown): void {
    const fault = faults.shift();
    if (fault?.type === "hang") return;
    if (fault?.type === "refuse") return reply(response, refuse(fault.httpStatus, fault.code, "as told"));
    const taken = acceptMessage(body, people.byRecipient, now(), hasWindow);
    if ("httpStatus" in taken) reply(response, taken);
    else deliver(response, taken, fault);
  }

  function deliver(
    response: ServerResponse,
    { person, message }: Exclude<ReturnType<typeof acceptMessage>, Refusal>,
    fault?: Exclude<Fault, { type: "hang" | "refuse" }>,
  ): void {
    sent += 1;
    const id = `wamid.${Buffer.from(`sent-${sent}`).toString("base64url")}`;
    if (fault?.type !== "fail") person.receives(id, message);
    if (fault?.type === "lose") return void response.destroy();
    const contacts = [{ input: person.userId, user_id: person.userId }];
    reply(response, {
      httpStatus: 200,
      body: { messaging_product: "whatsapp", contacts, messages: [{ id }] },
    });
    if (statuses || fault !== undefined) void track(person.tellStatuses(id, fault?.code));
  }

  async function post(payload: object, attempts = 20): Promise<number> {
    // As Meta does it: everything outside of ASCII is escaped, and the signature is over these very bytes.
    const body = JSON.stringify(payload).replace(/[\u0080-\uffff]/g, escapeSign);
    const signature = createHmac("sha256", cloudSettings.appSecret).update(body).digest("hex");
    const headers = { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` };
    for (let attempt = 1; ; attempt += 1) {
      const status = await fetch(webhook, { method: "POST", headers, body }).then(
        (response) => response.status,
        () => 0,
      );
      if (status === 200 || attempt >= attempts) return status;
      await new Promise((resolve) => setTimeout(resolve, retryMs * attempt));
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

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const text = Buffer.concat(chunks).toString();
  return text === "" ? undefined : JSON.parse(text);
}
