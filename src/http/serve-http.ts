import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import { type AddressInfo, isIP, type Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Hono, type MiddlewareHandler } from "hono";
import { InFlight } from "../support/in-flight.ts";
import type { Log } from "../support/log.ts";
import { StartError } from "../support/operator-error.ts";
import { systemTimers, withTimeout } from "../support/timers.ts";
import { isCutOff } from "./guard-request.ts";

/** The options of the program's only HTTP server. */
export interface HttpOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Tried in this order. */
  readonly routes: readonly Hono[];
  readonly log: Log;
  /** Our public host names; any name is accepted if they are not known. */
  readonly names?: readonly string[] | undefined;
  /** How long a request may take to arrive whole; 25 s if absent, noticed within 3 s. */
  readonly arriveWithinMs?: number;
}

/** A running HTTP server. */
export type HttpServer = Awaited<ReturnType<typeof serveHttp>>;

const closeWithinMs = 1_500;
/** How many times slow requests are looked for within `arriveWithinMs`. */
const looks = 10;
/** Security headers of every response; a page sets its own policy instead. */
const usualHeaders = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};

/** Names that nobody can register: a machine's own, a container's, a cluster's. */
const local = /^([^.]+|.+\.(local|internal|localhost))$/;

/** Starts the server; rejects with a {@link StartError} that says what to do if it cannot listen. */
export async function serveHttp(options: HttpOptions) {
  const { host, port, routes, log, names, arriveWithinMs = 25_000 } = options;
  const inFlight = new InFlight();
  let closing = false;
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    // Without it, a busy connection would keep the process alive after its last response.
    if (closing) context.header("connection", "close");
  });
  app.use(checkHost(names));
  for (const route of routes) app.route("/", route);
  app.notFound((context) => {
    const allowed = methodsAt(app, context.req.path);
    if (allowed.length === 0) return context.text("Not found", 404);
    return context.text("Not allowed", 405, { allow: allowed.join(", ") });
  });
  app.onError((error, context) => {
    if (!isCutOff(context)) log.error({ error }, "a request could not be answered");
    return context.text("Something went wrong on our side", 500);
  });

  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: arriveWithinMs,
      requestTimeout: arriveWithinMs,
      connectionsCheckingInterval: arriveWithinMs / looks,
    },
  }) as Server;
  server.prependListener("request", (_request, response) => {
    for (const [name, value] of Object.entries(usualHeaders)) response.setHeader(name, value);
    void inFlight.track(new Promise<void>((resolve) => response.once("close", resolve)));
  });
  closeWaitingResponses(server);
  server.listen(port, host);
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    throw new StartError(explainListening(error, host, port));
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    /** The port that it listens on, even if the system has chosen it. */
    port: taken,
    /** Such as http://127.0.0.1:8080, without a slash at its end. */
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    /** Accepts no more requests; resolves when those in flight are answered, after 1.5 s at the latest. */
    async close(): Promise<void> {
      closing = true;
      server.close();
      await withTimeout(systemTimers, closeWithinMs, inFlight.settled()).catch(() => undefined);
      server.closeAllConnections();
    },
  };
}

/**
 * Returns the middleware that refuses requests for a foreign host name (DNS rebinding): the owner of a
 * name can point it here, and could then read our responses in a browser. `names`: our public host
 * names; if they are not known, any is accepted.
 */
function checkHost(names: readonly string[] | undefined): MiddlewareHandler {
  return async (context, next) => {
    const name = nameIn(context.req.header("host") ?? "");
    if (name === undefined) return context.text("Not a host", 400);
    const isOurs = names === undefined || names.includes(name) || isIP(name) > 0 || local.test(name);
    return isOurs ? next() : context.text("Not our name: if it is, set WEB_URL to this address", 421);
  };
}

/** Returns the host name or address of a Host header, without its port; undefined if there is none. */
function nameIn(host: string): string | undefined {
  const address = `http://${host}`;
  if (host === "" || !URL.canParse(address)) return undefined;
  return new URL(address).hostname.replace(/^\[(.*)\]$/, "$1");
}

/** Returns the methods that have a route at this very path. */
function methodsAt({ routes }: Hono, path: string): readonly string[] {
  const methods = routes.filter((route) => route.path === path && route.method !== "ALL");
  return [...new Set(methods.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])))];
}

function explainListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE")
    return `PORT: ${port} is in use on ${host}, choose another such as PORT=${port + 1}`;
  if (error.code === "EACCES") return `PORT: ${port} is not allowed for this user, choose one above 1023`;
  return `HOST: cannot listen on ${host} (${error.code ?? error.name}), use 127.0.0.1 for this machine alone or 0.0.0.0 for all`;
}

/**
 * Emits `close` on each pipelined response that still waits for its turn when its connection closes.
 * Node promises it for every response (nodejs/node#40543), but emits it only on the one whose turn it
 * is: a wait for the others would never end.
 */
function closeWaitingResponses(server: Server): void {
  const waiting = new WeakMap<Socket, Set<ServerResponse>>();
  server.on("connection", (socket) => {
    const responses = new Set<ServerResponse>();
    waiting.set(socket, responses);
    socket.once("close", () => {
      for (const response of responses) if (response.socket === null) response.emit("close");
    });
  });
  server.on("request", ({ socket }, response) => {
    // It is its turn already.
    if (response.socket !== null) return;
    const responses = waiting.get(socket);
    responses?.add(response);
    response.once("close", () => responses?.delete(response));
  });
}
