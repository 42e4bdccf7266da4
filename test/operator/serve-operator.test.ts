import { get } from "node:http";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTryLimit } from "../../src/operator/serve-operator.ts";
import { collectGarbage } from "../support/collect-garbage.ts";
import { type OperatorScene, openOperatorScene, operatorToken } from "../support/operator-scene.ts";

let scene: OperatorScene;
beforeAll(async () => {
  scene = await openOperatorScene({ people: 12, days: 2 });
  return () => scene.stop();
});
// Whoever has tried too often before may try again.
beforeEach(() => scene.clock.advance(600_000));

/** Asks with a header, from an address that a proxy tells. */
async function ask(authorization: string | undefined, address = "203.0.113.1", path = "/operator/report") {
  const answer = await fetch(`${scene.server.url}${path}`, {
    headers: { "x-forwarded-for": address, ...(authorization !== undefined && { authorization }) },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const right = `Bearer ${operatorToken}`;

describe("alerts", () => {
  const change = async (path: string, method = "POST", authorization = right) => {
    const headers = { authorization, "x-forwarded-for": "203.0.113.1" };
    const answer = await fetch(`${scene.server.url}/operator/alerts${path}`, { method, headers });
    return { status: answer.status, text: await answer.text() };
  };
  const list = async () => JSON.parse((await ask(right)).text).alerts;
  /** How many are due on each of the next days; counted anew after a minute. */
  const reminders = async () => JSON.parse((await ask(right)).text).reminders;

  it("are shown, sent, paused, gone on with and cancelled by whoever has the token", async () => {
    const { status, text } = await change("?campaign=chatgpt&news=new", "GET");
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      campaign: "chatgpt",
      channels: [{ name: "telegram", people: 12 }, { name: "whatsapp", isOff: true }, { name: "web" }],
    });
    expect(JSON.parse(text).texts).toHaveLength(6);
    expect(await list()).toHaveLength(1);
    expect((await change("?campaign=chatgpt&news=new")).status).toBe(204);
    expect(await list()).toMatchObject([{ id: 2, campaign: "chatgpt", state: "running" }, { id: 1 }]);
    for (const state of ["paused", "running", "cancelled"]) {
      expect((await change(`/2/${state}`)).status).toBe(204);
      expect(await list()).toMatchObject([{ state }, {}]);
    }
    expect(await change("/2/running")).toEqual({ status: 409, text: '{"problem":"ended"}' });
  });

  it.each([
    ["?campaign=chatgpt", "POST", 409, "unknown"],
    ["?campaign=gone&news=new", "GET", 409, "unknown"],
    ["?campaign=chatgpt&news=date", "POST", 409, "no-date"],
    ["?campaign=linkedin&news=new", "GET", 409, "sent-before"],
    ["/x/paused", "POST", 409, "ended"],
    ["/0/cancelled", "POST", 409, "ended"],
    ["/-1/cancelled", "POST", 409, "ended"],
    ["/0.5/cancelled", "POST", 409, "ended"],
    ["/%20/cancelled", "POST", 409, "ended"],
    ["/null/cancelled", "POST", 409, "ended"],
    ["/9007199254740993/cancelled", "POST", 409, "ended"],
  ])("%s (%s) is refused with %i: %s", async (path, method, status, problem) => {
    const before = [await list(), await reminders()];
    expect(await change(path, method)).toEqual({ status, text: JSON.stringify({ problem }) });
    scene.clock.advance(61_000);
    expect([await list(), await reminders()]).toEqual(before);
  });

  it("hear which states an alert can be given if another one is asked for", async () => {
    const before = await list();
    for (const path of ["/1/done", "/1/Paused", "/7/pause"])
      expect(await change(path)).toEqual({
        status: 400,
        text: "state: expected one of running, paused, cancelled",
      });
    expect(await list()).toEqual(before);
  });

  it("are nobody else's to change", async () => {
    const before = await list();
    for (const path of ["?campaign=chatgpt&news=new", "/1/cancelled"])
      expect((await change(path, "POST", "Bearer wrong")).status).toBe(401);
    expect(await list()).toEqual(before);
  });
});

describe("what came of readers by source", () => {
  it("is told as CSV to whoever has the token, and nothing of a source with few people", async () => {
    const path = "/operator/sources";
    expect((await ask("Bearer wrong", "203.0.113.3", path)).status).toBe(401);
    const { status, headers, text } = await ask(right, "203.0.113.1", path);
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    const [head, ...lines] = text.trim().split("\r\n");
    expect(head).toBe("source,from,to,begun,steps-shown,reminder-set,done");
    expect(lines).toContain("article-123,2026-11-02,2026-11-08,210,125,65,40");
    expect(lines.every((line) => /^(article-123|other),/.test(line))).toBe(true);
    const counts = (await ask(right, "203.0.113.1", "/operator/counts?from=2026-01-01")).text;
    expect(counts).not.toContain("from-");
  });
});

describe("the report", () => {
  it("is for whoever has the token, and is kept nowhere on the way", async () => {
    const { status, headers, text } = await ask(right);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(JSON.parse(text)).toMatchObject({
      channels: [{ name: "telegram" }, { name: "whatsapp" }, { name: "web" }],
    });
  });

  it("holds numbers only: nobody’s chat", async () => {
    const { text } = await ask(right);
    expect(JSON.parse(text)).toMatchObject({ outbox: { count: 2 } });
    expect(text).not.toMatch(/telegram:\d|conversationId/);
  });

  it.each([
    ["no header", undefined],
    ["an empty one", ""],
    ["the token alone", operatorToken],
    ["another scheme", `Basic ${operatorToken}`],
    ["another letter case", `bearer ${operatorToken}`],
    ["a beginning", right.slice(0, -1)],
    ["more than the token", `${right}x`],
    ["two at once", `${right}, Bearer x`],
    ["a very long one", `Bearer ${"x".repeat(8_000)}`],
  ])("is refused for %s", async (_, header) => {
    const { status, headers, text } = await ask(header);
    expect([status, text]).toEqual([401, '{"problem":"wrong-token"}']);
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("is refused for a token in the address or a cookie, and for two headers", async () => {
    expect((await ask(undefined, "203.0.113.2", `/operator/report?token=${operatorToken}`)).status).toBe(401);
    const { url } = scene.server;
    const cookie = await fetch(`${url}/operator/report`, { headers: { cookie: `token=${operatorToken}` } });
    expect(cookie.status).toBe(401);
    const twice = await new Promise<number | undefined>((resolve, reject) => {
      // Node's client joins no headers that are given as a list.
      const headers = ["authorization", "Bearer wrong", "authorization", right, "host", "127.0.0.1"];
      get(`${url}/operator/report`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).once("error", reject);
    });
    expect(twice).toBe(401);
  });

  it("is there for reading only, and under no other spelling", async () => {
    const { url } = scene.server;
    const posted = await fetch(`${url}/operator/report`, {
      method: "POST",
      headers: { authorization: right },
    });
    expect(posted.status).toBe(405);
    for (const path of [
      "/operator/report/",
      "/OPERATOR/report",
      "/operator//report",
      "/operator/%2e%2e/operator/report/x",
    ])
      expect([path, (await ask(right, "203.0.113.3", path)).status]).toEqual([path, 404]);
  });

  it("is logged when it was refused, without what was sent", async () => {
    const before = scene.trouble.length;
    await ask("Bearer guess-guess-guess");
    const logged = scene.trouble.slice(before);
    expect(logged).toEqual([expect.stringContaining("without the right token")]);
    expect(logged.join()).not.toContain("guess");
  });
});

describe("the counts of the days", () => {
  it("come as CSV from a day on, for whoever has the token, and are kept nowhere on the way", async () => {
    const { status, headers, text } = await ask(right, "203.0.113.1", "/operator/counts?from=2026-11-25");
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(headers.get("cache-control")).toBe("no-store");
    const [head, first, ...others] = text.split("\r\n");
    expect(head).toBe("day,channel,campaign,language,what,count");
    expect(first).toMatch(/^2026-11-25,telegram,,en,people,\d+$/);
    expect(new Set(others.map((line) => line.split(",")[0]))).toEqual(
      new Set(["2026-11-25", "2026-11-26", ""]),
    );
  });

  it("are refused without the token", async () => {
    expect((await ask(undefined, "203.0.113.1", "/operator/counts")).status).toBe(401);
  });

  it.each(["yesterday", "2026-13-01", "2026-02-30", "01.11.2026", "2026-11-01T00:00", "x' OR 1=1"])(
    "say what is expected in place of the day %s",
    async (day) => {
      const path = `/operator/counts?from=${encodeURIComponent(day)}`;
      const { status, text } = await ask(right, "203.0.113.1", path);
      expect([status, text]).toEqual([
        400,
        "from: expected a day such as 2026-11-01, or nothing for all days",
      ]);
    },
  );

  it.each(["", "?from=", "?from=2024-02-29"])("are there with %j", async (query) => {
    expect((await ask(right, "203.0.113.1", `/operator/counts${query}`)).status).toBe(200);
  });
});

/** In bytes, without what is garbage. */
function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe("whoever tries tokens", () => {
  const statuses = async (count: number, address: (index: number) => string) => {
    const seen: number[] = [];
    for (let index = 0; index < count; index += 1)
      seen.push((await ask("Bearer wrong-wrong-wrong", address(index))).status);
    return seen;
  };

  it("has five tries a minute, and hears nothing of a right one after that", async () => {
    expect(await statuses(7, () => "203.0.113.1")).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const refused = await ask(right);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "12"]);
    expect((await ask(right, "203.0.113.9")).status).toBe(200);
    scene.clock.advance(12_000);
    expect((await ask(right)).status).toBe(200);
  });

  it("gains little by the many addresses of a home line, or of a whole site", async () => {
    const tried = async (address: (index: number) => string) => {
      scene.clock.advance(600_000);
      return (await statuses(30, address)).filter((status) => status === 401).length;
    };
    expect(await tried((index) => `2001:db8:1:1::${index}`)).toBe(5);
    expect(await tried((index) => `2001:db8:1:1${index.toString(16).padStart(2, "0")}::1`)).toBe(10);
    expect(await tried((index) => `2001:db8:1:${index.toString(16)}00::1`)).toBe(20);
  });

  it("gains nothing by writing the header of the proxy", async () => {
    const forged = await statuses(6, (index) => `10.0.0.${index}, 203.0.113.7`);
    expect(forged).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it("cannot lock out the operator, wherever that is, nor fill the log", async () => {
    const before = scene.trouble.length;
    await statuses(70, (index) => `198.51.100.${index}`);
    expect((await ask(right, "192.0.2.2")).status).toBe(200);
    expect(scene.trouble.length - before).toBe(5);
  });

  it("fills no memory with addresses", () => {
    const limit = createTryLimit({ now: () => 0 });
    const before = heapInUse();
    for (let index = 0; index < 100_000; index += 1) limit.noteWrong(`address-${index}`);
    // All of them would be more than ten.
    expect(heapInUse() - before).toBeLessThan(5_000_000);
    expect(limit.wait("address-0")).toBeUndefined();
  });
});

describe("the page", () => {
  it("is open to everybody and holds no secret: it asks for the token", async () => {
    const page = await fetch(`${scene.server.url}/operator`);
    const text = await page.text();
    const script = /src="(operator\/[\w-]+\.js)"/.exec(text)?.[1] ?? "";
    const code = await (await fetch(`${scene.server.url}/${script}`)).text();
    expect(page.status).toBe(200);
    expect(code.length).toBeGreaterThan(1_000);
    expect(text + code).not.toContain(operatorToken);
  });

  it("is not framed, not kept, and runs nothing but its own script", async () => {
    const { headers } = await fetch(`${scene.server.url}/operator`);
    const policy = headers.get("content-security-policy") ?? "";
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy).toContain(part);
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });
});
