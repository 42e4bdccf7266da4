import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** What stands before several processes and gives each request to one of them, at random. */
export interface Spreader {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts one on loopback. Where the chosen process is not there, the answer is 502: whoever asked tries again. */
export async function spreadRequests(ports: readonly number[]): Promise<Spreader> {
  const server = createServer((incoming, answer) => {
    const port = ports[Math.floor(Math.random() * ports.length)];
    forward(incoming, answer, port ?? 0);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function forward(incoming: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, url: path, headers } = incoming;
  const outgoing = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
    response.once("error", () => answer.destroy());
  });
  outgoing.once("error", () => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502).end();
  });
  incoming.pipe(outgoing);
}
