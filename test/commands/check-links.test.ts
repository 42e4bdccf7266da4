import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import {
  type CheckedLink,
  checkLinks,
  type Finding,
  isBroken,
  linksToCheck,
  reportLinks,
} from "../../src/commands/check-links.ts";
import { allCampaigns } from "../support/bot-under-test.ts";
import { patienceMs } from "../support/until.ts";

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Starts a server on this machine, and gives its port. */
async function serve(listener: RequestListener, host = "127.0.0.1"): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

async function find(
  url: string,
  {
    domains,
    withinMs = patienceMs,
  }: { readonly domains?: readonly string[]; readonly withinMs?: number } = {},
): Promise<Finding | undefined> {
  const link: CheckedLink = { url, place: "example: accounts.0.step.links.0", domains };
  const [found] = await checkLinks([link], withinMs);
  return found?.finding;
}

describe("An address", () => {
  it.each<{ what: string; listener: RequestListener; finding: Finding; withinMs?: number }>([
    {
      what: "opens where a page is there",
      listener: (_, response) => response.end("a form"),
      finding: { kind: "open", message: "opens" },
    },
    {
      what: "opens where the server knows GET only",
      listener: ({ method }, response) => response.writeHead(method === "HEAD" ? 405 : 200).end(),
      finding: { kind: "open", message: "opens" },
    },
    {
      what: "is gone where there is no page",
      listener: (_, response) => response.writeHead(404).end("nothing"),
      finding: { kind: "broken", message: "IS GONE (status 404)" },
    },
    {
      what: "is refused where programs are not let in",
      listener: (_, response) => response.writeHead(403).end(),
      finding: { kind: "unsure", message: "is not shown to programs (status 403): check it by hand" },
    },
    {
      what: "fails where the server does",
      listener: (_, response) => response.writeHead(503).end(),
      finding: { kind: "broken", message: "FAILS on their side (status 503)" },
    },
    {
      what: "is unreachable where no answer comes in time",
      listener: () => {},
      withinMs: 300,
      finding: { kind: "broken", message: "CANNOT BE REACHED (no answer in time)" },
    },
  ])("$what", async ({ listener, finding, withinMs }) => {
    const port = await serve(listener);
    expect(await find(`http://127.0.0.1:${port}/form`, { ...(withinMs && { withinMs }) })).toEqual(finding);
  });

  it("is unreachable where nobody listens", async () => {
    const port = await serve(() => {});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await find(`http://127.0.0.1:${port}/`)).toEqual({
      kind: "broken",
      message: "CANNOT BE REACHED (ECONNREFUSED)",
    });
  });

  it("tells a login, another page of the service and a page elsewhere apart", async () => {
    const elsewhere = await serve((_, response) => response.end());
    const targets: Readonly<Record<string, string>> = {
      "/to-login": "/login/?next=form",
      "/to-page": "/other",
      "/to-elsewhere": `http://localhost:${elsewhere}/form`,
    };
    const port = await serve(({ url = "" }, response) => {
      const location = targets[url];
      if (location === undefined) response.end();
      else response.writeHead(302, { location }).end();
    });
    const base = `http://127.0.0.1:${port}`;
    expect(await find(`${base}/to-login`, { domains: ["127.0.0.1"] })).toEqual({
      kind: "unsure",
      message: `asks to log in (127.0.0.1:${port}): check it by hand, logged in`,
    });
    expect(await find(`${base}/to-page`, { domains: ["127.0.0.1"] })).toEqual({
      kind: "unsure",
      message: `leads on to ${base}/other`,
    });
    expect(await find(`${base}/to-elsewhere`, { domains: ["127.0.0.1"] })).toEqual({
      kind: "broken",
      message: `LEADS AWAY from the service, to http://localhost:${elsewhere}/form`,
    });
  });
});

it("opens one address at a time per host, each once", async () => {
  const asked: string[] = [];
  let inHand = 0;
  let most = 0;
  const port = await serve(({ url = "" }, response) => {
    asked.push(url);
    inHand += 1;
    most = Math.max(most, inHand);
    setTimeout(() => {
      inHand -= 1;
      response.end();
    }, 20);
  });
  const paths = ["/a", "/b", "/c", "/a"];
  const links = paths.map((path) => ({ url: `http://127.0.0.1:${port}${path}`, place: path }));
  const found = await checkLinks(links, patienceMs);
  expect(found.map(({ finding }) => finding.kind)).toEqual(["open", "open", "open", "open"]);
  expect(asked).toEqual(["/a", "/b", "/c"]);
  expect(most).toBe(1);
});

it("leaves e-mails to be checked by hand", async () => {
  const url = "mailto:privacy@example.org?subject=No";
  const found = await checkLinks([{ url, place: "one: a" }], patienceMs);
  expect(found.filter(isBroken)).toEqual([]);
  expect(reportLinks(found)).toBe(
    [
      `is an e-mail: check by hand that the service still names it: ${url}\n  one: a`,
      "addresses opened: 1, broken: 0",
    ].join("\n\n"),
  );
});

it("reports what is broken first, each address once with all its places", async () => {
  const port = await serve(({ url }, response) => response.writeHead(url === "/gone" ? 404 : 200).end());
  const base = `http://127.0.0.1:${port}`;
  const found = await checkLinks(
    [
      { url: `${base}/form`, place: "one: a" },
      { url: `${base}/gone`, place: "one: b" },
      { url: `${base}/form`, place: "two: c" },
    ],
    patienceMs,
  );
  expect(found.filter(isBroken)).toHaveLength(1);
  expect(reportLinks(found)).toBe(
    [
      `IS GONE (status 404): ${base}/gone\n  one: b`,
      `opens: ${base}/form\n  one: a\n  two: c`,
      "addresses opened: 2, broken: 1",
    ].join("\n\n"),
  );
});

it("looks at every address that people are sent to, and at those of sources", () => {
  const places = linksToCheck(allCampaigns.values()).map(({ place }) => place);
  expect(places).toEqual(
    expect.arrayContaining([
      "meta: accounts.0.step.links.0",
      "meta: linkGroups.0.lookAt",
      "chatgpt: accounts.0.further.0.links.0",
      "meta: facts.complaint.sources.0",
      "slack: accounts.0.step.address",
    ]),
  );
});
