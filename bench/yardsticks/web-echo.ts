// The quickest chat in the browser there is: what a page posts comes back on its stream, with every choice that is pressed in the walks.
// Bare Hono, without a store.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { sessionHeader } from "../../src/channels/web/wire.ts";
import { walks } from "../walks.ts";

const streams = new Map<string, ReadableStreamDefaultController<Uint8Array>>();
const utf8 = new TextEncoder();
const choices = walks
  .flat()
  .flatMap((move) => ("press" in move ? [String(move.press)] : []))
  .map((id) => ({ id, label: id }));

const app = new Hono();
app.get("/", (context) => context.text("up"));
app.get("/chat/events", (context) => {
  const session = context.req.header(sessionHeader) ?? "";
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      streams.set(session, controller);
      controller.enqueue(utf8.encode(":\n\n"));
    },
    cancel: () => void streams.delete(session),
  });
  return context.body(body, 200, { "content-type": "text/event-stream" });
});
app.post("/chat/messages", async (context) => {
  const { id, text, tapped = text } = await context.req.json();
  const message = { text: [{ type: "text", text: tapped }], choices };
  const event = { type: "message", id, kind: "answer", message };
  const stream = streams.get(context.req.header(sessionHeader) ?? "");
  stream?.enqueue(utf8.encode(`data: ${JSON.stringify(event)}\n\n`));
  return context.json({ receipt: "answered" });
});
app.post("/chat/seen", async (context) => {
  await context.req.json();
  return context.body(null, 204);
});

const server = serve({ fetch: app.fetch, port: Number(process.env["PORT"]), hostname: "127.0.0.1" });
process.once("SIGTERM", () => {
  server.close();
  process.exit(0);
});
