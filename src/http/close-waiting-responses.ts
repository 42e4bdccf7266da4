import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Emits `close` on each response that still waits behind another one (pipelining) when its connection goes. Node promises it for every
 * response (nodejs/node#40543), but emits it only on the one whose turn it is: whoever waits for the others would wait for ever.
 */
export function closeWaitingResponses(server: Server): void {
  const waiting = new WeakMap<Socket, Set<ServerResponse>>();
  server.on("connection", (socket) => {
    const responses = new Set<ServerResponse>();
    waiting.set(socket, responses);
    socket.once("close", () => {
      for (const response of responses) if (response.socket === null) response.emit("close");
    });
  });
  server.on("request", ({ socket }, response) => {
    // It has its turn already.
    if (response.socket !== null) return;
    const responses = waiting.get(socket);
    responses?.add(response);
    response.once("close", () => responses?.delete(response));
  });
}
