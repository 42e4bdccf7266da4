import { connect, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { serveHttp } from "../../src/http/serve-http.ts";
import { serveWebhook } from "../../src/http/serve-webhook.ts";
import { createTroubleLog } from "../support/bot-under-test.ts";

const largest = 3_145_728;
/** What a platform signs: here its own body. */
const signed = (body: string) => ({ "x-signature": body });

async function serve() {
  const { log, trouble } = createTroubleLog();
  const webhook = serveWebhook({
    path: "/hook",
    maxBodySize: largest,
    hasHeaders: (request) => request.header("x-signature") !== undefined,
    isGenuine: async (request) => (await request.text()).startsWith(request.header("x-signature") ?? "none"),
    handle: async () => true,
    log,
  });
  const server = await serveHttp({ host: "127.0.0.1", port: 0, routes: [webhook.app], log });
  onTestFinished(() => server.close());
  /** Begins a request and goes on with nothing; tells the status once there is one. */
  function begin(headers: readonly string[], bytes: number) {
    const socket = connect(server.port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    const request: { socket: Socket; status: string | undefined } = { socket, status: undefined };
    socket.on("error", () => {});
    socket.on("data", (data) => {
      request.status ??= data.toString().slice("HTTP/1.1 ".length, "HTTP/1.1 200".length);
    });
    socket.write(["POST /hook HTTP/1.1", "host: localhost", ...headers, "", ""].join("\r\n"));
    socket.write("x".repeat(bytes));
    return request;
  }
  const post = async (body: string, headers: Readonly<Record<string, string>> = signed('"')) =>
    (await fetch(`${server.url}/hook`, { method: "POST", body, headers })).status;
  return { begin, post, trouble };
}

const long = `"${"a".repeat(1_000_000)}"`;

it("holds few of the large bodies that strangers begin, and the platform's own small ones get through", async () => {
  const { begin, post } = await serve();
  const strangers = Array.from({ length: 150 }, () =>
    begin(["x-signature: guessed", `content-length: ${largest}`], 50_000),
  );
  await expect.poll(() => strangers.filter(({ status }) => status === "503")).toHaveLength(148);
  expect(await post('"usual"')).toBe(200);
  expect(await post(long)).toBe(503);
  for (const { socket } of strangers) socket.destroy();
  await expect.poll(() => post(long)).toBe(200);
});

it("holds few of the small ones as well, and takes the platform's again when they have gone", async () => {
  const { begin, post } = await serve();
  const strangers = Array.from({ length: 300 }, () =>
    begin(["x-signature: guessed", "content-length: 65536"], 1_000),
  );
  await expect.poll(() => strangers.filter(({ status }) => status === "503")).toHaveLength(300 - 256);
  expect(await post('"usual"')).toBe(503);
  strangers[0]?.socket.destroy();
  await expect.poll(() => post('"usual"')).toBe(200);
});

it("takes a body that does not say its length for one of the largest", async () => {
  const { begin, post } = await serve();
  const strangers = Array.from({ length: 3 }, () =>
    begin(["x-signature: guessed", "transfer-encoding: chunked"], 0),
  );
  await expect.poll(() => strangers.filter(({ status }) => status === "503")).toHaveLength(1);
  expect(await post(long)).toBe(503);
});

it("waits for no body of whoever does not even have the platform's header", async () => {
  const { begin, post } = await serve();
  const strangers = ["transfer-encoding: chunked", `content-length: ${largest}`].map((length) =>
    begin([length], 0),
  );
  await expect.poll(() => strangers.map(({ status }) => status)).toEqual(["401", "401"]);
  expect(await post('"usual"', {})).toBe(401);
  expect(await post('"usual"', { "x-signature": "guessed" })).toBe(401);
});

it("refuses what is larger than anything of the platform's, before it has come", async () => {
  const { begin } = await serve();
  const stranger = begin(["x-signature: guessed", `content-length: ${largest + 1}`], 0);
  await expect.poll(() => stranger.status).toBe("413");
});

it.each(["content-length: 5000", "transfer-encoding: chunked"])(
  "logs no error where whoever sends goes away in the middle (%s)",
  async (length) => {
    const { begin, post, trouble } = await serve();
    const { socket } = begin(["x-signature: guessed", length], 0);
    socket.write(length.includes("chunked") ? '5\r\n"half\r\n' : '"half');
    // The server has begun to read it.
    expect(await post('"whole"')).toBe(200);
    socket.destroy();
    expect(await post('"whole"')).toBe(200);
    expect(trouble).toEqual([]);
  },
);
