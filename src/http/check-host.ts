import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";

/** Names that nobody can register, so that none of them is someone else's: a machine's own, a container's, a cluster's. */
const local = /^([^.]+|.+\.(local|internal|localhost))$/;

/**
 * Returns the middleware that refuses requests under a name that is not ours: whoever has a name can let it lead here, and would then read
 * our answers in a browser. `names`: those by which we are reached from elsewhere; if they are not known, any will do.
 */
export function checkHost(names: readonly string[] | undefined): MiddlewareHandler {
  return async (context, next) => {
    const name = nameIn(context.req.header("host") ?? "");
    if (name === undefined) return context.text("Not a host", 400);
    const isOurs = names === undefined || names.includes(name) || isIP(name) > 0 || local.test(name);
    return isOurs ? next() : context.text("Not our name", 421);
  };
}

/** The name or address in a Host header, without its port; nothing if it holds none. */
function nameIn(host: string): string | undefined {
  const address = `http://${host}`;
  if (host === "" || !URL.canParse(address)) return undefined;
  return new URL(address).hostname.replace(/^\[(.*)\]$/, "$1");
}
