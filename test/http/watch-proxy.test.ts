import { Hono } from "hono";
import { expect, it, onTestFinished } from "vitest";
import { watchProxy } from "../../src/http/guard-request.ts";
import { serveHttp } from "../../src/http/serve-http.ts";
import { createTroubleLog } from "../support/bot-under-test.ts";

async function serve(isProxyTrusted: boolean) {
  const { log, trouble } = createTroubleLog();
  const proxy = watchProxy(isProxyTrusted, log);
  const page = new Hono().get("/", (context) => context.text("the page"));
  const server = await serveHttp({ host: "127.0.0.1", port: 0, log, routes: [proxy.app, page] });
  onTestFinished(() => server.close());
  const ask = async (headers: Record<string, string> = {}) => (await fetch(server.url, { headers })).text();
  return { proxy, trouble, ask };
}

it.each([{ "x-forwarded-for": "192.0.2.1" }, { forwarded: "for=192.0.2.1" }])(
  "tells the operator once, and what to set, that a proxy is not trusted: %o",
  async (headers) => {
    const { proxy, trouble, ask } = await serve(false);
    expect(await ask()).toBe("the page");
    expect([proxy.isIgnored(), trouble]).toEqual([false, []]);
    expect([await ask(headers), await ask(headers)]).toEqual(["the page", "the page"]);
    expect(proxy.isIgnored()).toBe(true);
    expect(trouble).toHaveLength(1);
    expect(trouble[0]).toContain("WEB_TRUST_PROXY=on");
    expect(trouble[0]).not.toContain("192.0.2.1");
  },
);

it("says nothing of a proxy that is trusted", async () => {
  const { proxy, trouble, ask } = await serve(true);
  expect(await ask({ "x-forwarded-for": "192.0.2.1" })).toBe("the page");
  expect([proxy.isIgnored(), trouble]).toEqual([false, []]);
});
