import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Api, type HttpError, InputFile } from "grammy";
import { expect, it, onTestFinished } from "vitest";
import { createTransport, grammySignal } from "../../../src/channels/telegram/transport.ts";

/** grammY's API over our transport, against a server that answers like this. */
async function apiTo(answer: RequestListener, timeoutSeconds = 10) {
  const sockets = new Set<unknown>();
  const server = createServer(answer).on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const transport = createTransport(`http://127.0.0.1:${port}/proxy`);
  return { api: new Api("42:TOKEN", { ...transport, timeoutSeconds }), sockets };
}

const answered = (result: unknown) => JSON.stringify({ ok: true, result });

it("makes each call below the API root, and reads its answer in whatever pieces it comes", async () => {
  const name = `« ${"é👋".repeat(50_000)} »`;
  const paths: (string | undefined)[] = [];
  const { api } = await apiTo(({ url }, response) => {
    paths.push(url);
    const bytes = Buffer.from(answered({ first_name: name }));
    // In the middle of a character.
    const middle = bytes.indexOf("é") + 1;
    response.write(bytes.subarray(0, middle));
    setImmediate(() => response.end(bytes.subarray(middle)));
  });
  expect((await api.getMe()).first_name).toBe(name);
  expect(paths).toEqual(["/proxy/bot42:TOKEN/getMe"]);
});

it("keeps each line break of a caption and of a file as it is", async () => {
  const bodies: string[] = [];
  const { api } = await apiTo((request, response) => {
    request.setEncoding("utf8");
    request.on("data", (text: string) => bodies.push(text));
    request.on("end", () => response.end(answered({})));
  });
  const file = new InputFile(Buffer.from("BEGIN\r\nEND\n"), "a.ics");
  await api.sendDocument(7, file, { caption: "one\ntwo\r\nthree" });
  expect(bodies.join("")).toMatch(/\r\n\r\none\ntwo\r\nthree\r\n--/);
  expect(bodies.join("")).toMatch(/\r\n\r\nBEGIN\r\nEND\n\r\n--/);
});

it("rejects if the connection is cut in the middle of the answer, and makes the next call on another", async () => {
  let calls = 0;
  const { api } = await apiTo((_, response) => {
    calls += 1;
    response.setHeader("content-length", answered(7).length);
    if (calls === 1) response.write("half of it", () => response.destroy());
    else response.end(answered(7));
  });
  await expect(api.getMe()).rejects.toMatchObject({ error: { message: "other side closed" } });
  expect(await api.getMe()).toBe(7);
});

it("opens a hundred connections at most", async () => {
  const waiting: ServerResponse[] = [];
  const { api, sockets } = await apiTo((_, response) => {
    waiting.push(response);
    if (waiting.length === 100) for (const each of waiting.splice(0)) each.end(answered(true));
  });
  await Promise.all(Array.from({ length: 300 }, () => api.sendChatAction(7, "typing")));
  expect(sockets.size).toBe(100);
});

it("gives a call up at the signal, and if no answer comes in time", async () => {
  const end = new AbortController();
  const { api: patient } = await apiTo(() => end.abort(), 60);
  const cut = patient.getMe(grammySignal(end.signal)).catch(({ error }: HttpError) => error);
  expect(await cut).toMatchObject({ name: "AbortError" });
  const { api } = await apiTo(() => {}, 0.1);
  await expect(api.getMe()).rejects.toMatchObject({
    error: { message: expect.stringContaining("timed out after 0.1 seconds") },
  });
});
