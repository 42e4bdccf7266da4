import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config.ts";
import { ChannelError, StoreError } from "../../src/ports.ts";
import { createLog, inPlainLines, type LogLevel } from "../../src/support/log.ts";
import { StartError } from "../../src/support/operator-error.ts";

const token = "123456789:AAExampleExampleExampleExampleExample";

/** A log and what it has written. */
function record(level: LogLevel = "debug") {
  const written: string[] = [];
  const log = createLog(level, { write: (line) => void written.push(line) });
  return { log, text: () => written.join(""), lines: () => written.map((line): unknown => JSON.parse(line)) };
}

describe("createLog", () => {
  it("writes one JSON line an event, with time and level and nothing about the machine", () => {
    const { log, lines } = record();
    log.info({ channel: "telegram", count: 3, ms: 12.5 }, "delivered");
    expect(lines()).toEqual([
      { level: "info", time: expect.any(Number), channel: "telegram", count: 3, ms: 12.5, msg: "delivered" },
    ]);
  });

  it("writes one plain line an event for a terminal, with the time first", () => {
    const written: string[] = [];
    const log = createLog("info", inPlainLines({ write: (line) => void written.push(line) }));
    log.warn({ channel: "telegram", error: new TypeError("secret"), count: 3 }, "Telegram is unreachable");
    const line =
      /^\d\d:\d\d:\d\d warn: Telegram is unreachable channel=telegram error=\{"name":"TypeError".*\} count=3\n$/;
    expect(written).toEqual([expect.stringMatching(line)]);
  });

  it("keeps quiet below its level", () => {
    const { log, lines } = record("warn");
    log.debug({}, "a");
    log.info({}, "b");
    log.warn({}, "c");
    log.error({}, "d");
    expect(lines()).toMatchObject([{ level: "warn" }, { level: "error" }]);
  });

  it("writes to stderr and leaves stdout to the chat", () => {
    const script =
      'import("./src/support/log.ts").then(({ createLog }) => createLog("info").info({ port: 1 }, "up"))';
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "-e", script], {
      encoding: "utf8",
    });
    expect(stdout).toBe("");
    expect(JSON.parse(stderr)).toMatchObject({ port: 1, msg: "up" });
  });

  it("keeps a platform's error code in a field of its own, also of an error, and no number that may be a person's", () => {
    const { log, lines } = record();
    const error = new ChannelError("whatsapp-cloud", { reason: "rejected" }, "HTTP 400, error 131026");
    log.warn({ platformCode: 131_056 }, "refused");
    log.warn({ error: Object.assign(error, { platformCode: 2_388_299 }) }, "refused");
    log.warn({ platformCode: 33_612_345_678 }, "refused");
    log.warn({ error: Object.assign(error, { platformCode: 33_612_345_678 }) }, "refused");
    expect(lines()).toEqual([
      expect.objectContaining({ platformCode: 131_056 }),
      expect.objectContaining({ error: expect.objectContaining({ platformCode: 2_388_299 }) }),
      expect.objectContaining({ dropped: 1 }),
      expect.objectContaining({ error: expect.not.objectContaining({ platformCode: expect.anything() }) }),
    ]);
  });

  it("leaves out fields that it does not know, and says how many", () => {
    const { log, lines, text } = record();
    log.info(
      { text: "j'ai un compte", chatId: 424_242_424_242, channel: "telegram", reason: undefined },
      "received",
    );
    expect(lines()).toMatchObject([{ channel: "telegram", dropped: 2 }]);
    expect(text()).not.toMatch(/compte|chatId|424242424242/);
  });

  it("takes no sentence for a name and no name for a number", () => {
    const { log, lines } = record();
    log.info({ reason: "j'ai un compte", kind: { text: "compte" }, count: "compte", error: 7 }, "received");
    expect(lines()).toMatchObject([{ dropped: 4 }]);
    expect(lines()).not.toMatchObject([{ reason: expect.anything() }]);
  });

  it("never writes what stands in any other field, however deep", () => {
    fc.assert(
      fc.property(fc.object({ key: names, values: [marker], maxDepth: 3 }), (fields) => {
        const { log, text } = record();
        log.error(fields, "failed");
        expect(text()).toContain("failed");
        expect(text()).not.toContain(secret);
      }),
    );
  });

  it("never writes what an error says, holds, or was caused by, unless we wrote it", () => {
    const makers = fc.constantFrom(
      (text: string) => new Error(text),
      (text: string) => new TypeError(`Unexpected token in "${text}"\n    at ${text} (src/x.ts:1:1)`),
      (text: string) =>
        Object.assign(new Error("x"), { name: text, code: text, payload: { text }, errno: text }),
      (text: string) => Object.assign(new Error("x"), { message: text }),
      (text: string) => Object.assign(new Error("x"), { stack: `Error: x\n${text}` }),
      (text: string) => new Error("x", { cause: new RangeError(text, { cause: text }) }),
      (text: string) => new AggregateError([new Error(text)], text),
      (text: string) =>
        new ChannelError("telegram", { reason: "unavailable" }, "no answer", { cause: new Error(text) }),
    );
    fc.assert(
      fc.property(makers, marker, fc.constantFrom("error", "cause", "reason"), (make, text, field) => {
        const written = record();
        written.log.error({ [field]: make(text) }, "failed");
        expect(written.text()).toContain("failed");
        expect(written.text()).not.toContain(secret);
      }),
    );
  });

  it("tells of an error its class, code and place", () => {
    const { log, lines } = record();
    log.error({ error: Object.assign(new TypeError("secret"), { code: "ECONNREFUSED" }) }, "failed");
    expect(lines()).toMatchObject([{ error: { name: "TypeError", code: "ECONNREFUSED" } }]);
    expect(lines()).not.toMatchObject([{ error: { message: expect.anything() } }]);
  });

  it("tells where in our code an error was thrown", () => {
    const { log, lines } = record();
    const error = new Error("secret");
    error.stack =
      "Error: secret\n    at handle (file:///srv/objecteur/src/app/handle-message.ts:12:5)\n    at node:fs:1:2";
    log.error({ error }, "failed");
    expect(lines()).toMatchObject([{ error: { at: ["src/app/handle-message.ts:12:5", "node:fs:1:2"] } }]);
  });

  it("tells what a channel's error says, without what the other side quotes", () => {
    const { log, lines } = record();
    const problem = 'sendMessage: 400 can\'t parse entities: Unsupported start tag "my secret"';
    log.error({ error: new ChannelError("telegram", { reason: "rejected" }, problem), problem }, "failed");
    const said = "sendMessage: 400 can't parse entities: Unsupported start tag [quoted]";
    expect(lines()).toMatchObject([
      { error: { name: "ChannelError", message: `telegram: ${said}` }, problem: said },
    ]);
  });

  it("tells what the operator has to do, as our own errors say it", () => {
    const { log, lines } = record();
    const errors = [
      new StartError("TOKEN: copy it"),
      new ConfigError(["PORT: expected 80"]),
      new StoreError("no disk"),
    ];
    for (const error of errors) log.error({ error }, "failed");
    expect(lines()).toMatchObject(errors.map(({ message }) => ({ error: { message } })));
  });

  it.each([
    [
      `POST https://api.telegram.org/bot${token}/getMe failed`,
      "POST https://api.telegram.org/bot[token]/getMe failed",
    ],
    ["chat 4242424242 is gone", "chat [number] is gone"],
    ["33612345678@c.us is gone", "[address] is gone"],
    ["called +33 6 12 34 56 78 twice", "called [number] twice"],
    ["listening on port 8080 since 2025-05-26", "listening on port 8080 since 2025-05-26"],
  ])("blots out tokens, addresses and numbers: %s", (message, expected) => {
    const { log, lines } = record();
    log.warn({ problem: message, error: new ChannelError("web", { reason: "gone" }, message) }, message);
    expect(lines()).toMatchObject([
      { msg: expected, problem: expected, error: { message: `web: ${expected}` } },
    ]);
  });

  it("blots them out in names too", () => {
    const { log, lines } = record();
    log.warn({ kind: `bot${token}`, reason: "telegram:4242424242" }, "failed");
    expect(lines()).toMatchObject([{ kind: "bot[token]", reason: "telegram:[number]" }]);
  });
});

describe("printProblem", () => {
  it("writes plain lines to stderr, without tokens", () => {
    const script = `import("./src/support/log.ts").then(({ printProblem }) => printProblem("A: b\\nbot${token}"))`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "-e", script], {
      encoding: "utf8",
    });
    expect([stdout, stderr]).toEqual(["", "A: b\nbot[token]\n"]);
  });
});

const secret = "étoile polaire";
/** Something that a person wrote. */
const marker = fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}${secret}${after}`);
/** Names of fields, those that are allowed among them; `problem` is what a server says, and tested apart. */
const names = fc.oneof(
  fc.constantFrom(
    "text",
    "message",
    "msg",
    "err",
    "channel",
    "reason",
    "kind",
    "count",
    "error",
    "cause",
    "code",
  ),
  fc.string().filter((name) => name !== "problem"),
);
