// Runs a Bot API server as a process of its own, so that its work is not counted as the bot's. Prints one line of
// JSON: where the server is, and where people are moved: POST <control>/<person>/says {"text"}, /presses {"button"},
// /sends {"kind"}, /blocks, /next (answers with the message); GET <control>/calls counts calls by method.
import { createServer } from "node:http";
import type { BotApiPerson } from "./bot-api-chats.ts";
import { words } from "./bot-api-methods.ts";
import { readRequest } from "./bot-api-request.ts";
import { createBotApiServer } from "./bot-api-server.ts";

const server = await createBotApiServer({
  port: Number(process.argv[2] ?? 0),
  latencyMs: Number(process.argv[3] ?? 0),
});

async function act(
  person: BotApiPerson,
  action: string,
  params: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  switch (action) {
    case "says":
      return person.says(words(params["text"]));
    case "presses":
      return person.presses(words(params["button"]));
    case "sends":
      return person.sends(words(params["kind"]));
    case "blocks":
      return person.blocks();
    case "next":
      return person.next(Number(params["timeoutMs"] ?? 30_000));
    default:
      throw new Error(`no action "${action}"`);
  }
}

function countCalls(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method } of server.calls) counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}

const control = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  const [, id = "", action = ""] = pathname.split("/");
  readRequest(request, searchParams)
    .then(({ params }) => (id === "calls" ? countCalls() : act(server.person(Number(id)), action, params)))
    .then(
      (result) => response.end(JSON.stringify({ result: result ?? null })),
      (error: unknown) => response.writeHead(400).end(JSON.stringify({ error: String(error) })),
    );
});
control.listen(0, "127.0.0.1", () => {
  const address = control.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { url, token } = server;
  process.stdout.write(`${JSON.stringify({ url, token, control: `http://127.0.0.1:${port}` })}\n`);
});

process.once("SIGTERM", () => process.exit(0));
// Ends with whoever started it.
process.stdin.resume().once("end", () => process.exit(0));
