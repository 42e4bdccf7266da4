import { connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { serveLoneWeb } from "../../support/lone-web.ts";
import { createWebPage, newSession } from "../../support/web-page.ts";

it("holds a bounded number of the long bodies that strangers begin, and what readers write gets through", async () => {
  const { port, url, received } = await serveLoneWeb();
  const answers: string[] = [];
  const strangers = Array.from({ length: 200 }, () => {
    const socket = connect(port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    socket.on("data", (data) =>
      answers.push(data.toString().slice("HTTP/1.1 ".length, "HTTP/1.1 200".length)),
    );
    const headers = [`x-session: ${newSession()}`, "content-length: 65536"];
    socket.write(["POST /chat/handover HTTP/1.1", "host: localhost", ...headers, "", "x"].join("\r\n"));
    return socket;
  });
  await expect.poll(() => answers).toEqual(Array.from({ length: 200 - 128 }, () => "503"));
  const page = createWebPage({ url });
  expect(await page.post({ text: "hello" })).toBe(200);
  expect(received).toHaveLength(1);
  for (const socket of strangers) socket.destroy();
  const long = () => page.post({ text: "a".repeat(20_000) });
  await expect.poll(long).toBe(200);
});
