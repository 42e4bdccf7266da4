import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  createVerify,
  hkdfSync,
  randomBytes,
} from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { PushSubscription } from "../../src/conversation/vocabulary.ts";

/** What a browser would be handed, and how it came. */
export interface Pushed {
  readonly notice: unknown;
  readonly headers: IncomingHttpHeaders;
  /** What the signed token claims. */
  readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
}

/** A push service with one browser behind it: it checks and decrypts as both do. */
export interface PushService {
  readonly host: string;
  readonly subscription: PushSubscription;
  readonly pushed: readonly Pushed[];
  /** How many requests have come, taken or not. */
  readonly asked: () => number;
  /** What is answered from now on. */
  answers(status: number, headers?: Readonly<Record<string, string>>): void;
}

/** Starts it on this machine, until the test is over. `publicKey`: the one that the browser subscribed to. */
export async function startPushService(publicKey: () => string): Promise<PushService> {
  const browser = createECDH("prime256v1");
  const own = browser.generateKeys();
  const auth = randomBytes(16);
  const pushed: Pushed[] = [];
  let asked = 0;
  let answer: { readonly status: number; readonly headers?: Readonly<Record<string, string>> } = {
    status: 201,
  };

  /** RFC 8291: one record of RFC 8188, in which the sender's public key stands for the key's id. */
  function decrypt(body: Buffer): unknown {
    const salt = body.subarray(0, 16);
    const sender = body.subarray(21, 21 + body.readUInt8(20));
    const sealed = body.subarray(21 + sender.length);
    const derive = (secret: Buffer, from: Buffer, info: Buffer, length: number) =>
      Buffer.from(hkdfSync("sha256", secret, from, info, length));
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), own, sender]);
    const shared = derive(browser.computeSecret(sender), auth, info, 32);
    const key = derive(shared, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
    const nonce = derive(shared, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
    const decipher = createDecipheriv("aes-128-gcm", key, nonce);
    decipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString());
  }

  /** RFC 8292: throws unless the token is signed with the key that the browser subscribed to. */
  function readToken(authorization = ""): Pushed["claims"] {
    const [, token = "", key = ""] = /^vapid t=(\S+), k=(\S+)$/.exec(authorization) ?? [];
    const [head = "", claims = "", signature = ""] = token.split(".");
    const point = Buffer.from(key, "base64url");
    const [x, y] = [point.subarray(1, 33), point.subarray(33)];
    const jwk = {
      kty: "EC",
      crv: "P-256",
      x: x.toString("base64url"),
      y: y.toString("base64url"),
    };
    const verified = createVerify("sha256")
      .update(`${head}.${claims}`)
      .verify(
        { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
        Buffer.from(signature, "base64url"),
      );
    if (!verified || key !== publicKey()) throw new Error("the push is not signed with the bot's key");
    return JSON.parse(Buffer.from(claims, "base64url").toString());
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    asked += 1;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    try {
      const { headers } = request;
      const claims = readToken(headers.authorization);
      if (answer.status < 300) pushed.push({ notice: decrypt(Buffer.concat(parts)), headers, claims });
      response.writeHead(answer.status, answer.headers).end();
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  }

  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { p256dh: own.toString("base64url"), auth: auth.toString("base64url") };
  return {
    host,
    subscription: { endpoint: `http://${host}/push/some-browser`, keys },
    pushed,
    asked: () => asked,
    answers(status, headers) {
      answer = { status, ...(headers && { headers }) };
    },
  };
}
