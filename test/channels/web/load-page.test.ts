import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { createWebChannel } from "../../../src/channels/web/adapter.ts";
import { loadPage, type PageFiles } from "../../../src/channels/web/load-page.ts";
import { webTexts } from "../../../src/content/channel-texts.ts";
import { content } from "../../support/bot-under-test.ts";
import { serveWeb, webOptions } from "../../support/web-driver.ts";

const texts = webTexts(content, ["fr", "en"]);
const settings = { mode: "public", texts, names: {}, moments: [] } as const;
const folder = fileURLToPath(new URL("../../../dist/page", import.meta.url));
let files: PageFiles;

beforeAll(() => {
  files = loadPage(folder, settings, { allowedOrigins: ["https://www.example.org"] });
});

async function serve() {
  const server = await serveWeb(createWebChannel(webOptions({ files })));
  onTestFinished(() => server.close());
  return (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });
}

it("comes compressed, under 40 kB all in all but for the icons", () => {
  // The embed's script has two addresses.
  const own = [...files].filter(([path]) => !/^\/embed\..+\.js$|\.png$/.test(path));
  const bodies = own.map(([, file]) => file.bodies);
  expect(bodies.reduce((sum, { br }) => sum + br().length, 0)).toBeLessThan(40_000);
  for (const { identity, br, gzip } of bodies) {
    expect(Buffer.compare(brotliDecompressSync(br()), identity())).toBe(0);
    expect(Buffer.compare(gunzipSync(gzip()), identity())).toBe(0);
  }
});

it("costs an article 4 kB before the chat is opened, and 32 kB more after", () => {
  const sizeOf = (path: string) => files.get(path)?.bodies.br().length ?? Infinity;
  expect(sizeOf("/embed.js")).toBeLessThanOrEqual(4_000);
  const html = Buffer.from(files.get("/")?.bodies.identity() ?? []).toString();
  const paths = [...html.matchAll(/(?:href|src)="(chat\/[^"]+\.(?:js|css))"/g)].map(([, path]) => `/${path}`);
  expect(paths).toHaveLength(2);
  expect(["/", ...paths].reduce((sum, path) => sum + sizeOf(path), 0)).toBeLessThanOrEqual(32_000);
});

it("can be put on a phone’s home screen, and be pushed to", async () => {
  const ask = await serve();
  const manifest = await ask("/chat/app.webmanifest");
  expect(manifest.headers.get("content-type")).toBe("application/manifest+json");
  const {
    icons,
    start_url: start,
    ...told
  } = (await manifest.json()) as {
    readonly icons: readonly Readonly<Record<"src" | "sizes" | "purpose", string>>[];
    readonly start_url: string;
  };
  expect(told).toMatchObject({ name: "Objecteur", lang: "fr", display: "standalone", scope: "../" });
  expect(new URL(start, manifest.url).pathname).toBe("/");
  expect(icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
    "192x192 any",
    "512x512 any",
    "512x512 maskable",
  ]);
  for (const { src, sizes } of icons) {
    const icon = await ask(new URL(src, manifest.url).pathname);
    expect(icon.headers.get("content-type")).toBe("image/png");
    const png = Buffer.from(await icon.arrayBuffer());
    expect(png.toString("latin1", 1, 4)).toBe("PNG");
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
  }
  const worker = await ask("/chat/worker.js");
  expect(worker.headers.get("content-type")).toContain("text/javascript");
  expect(worker.headers.get("content-security-policy")).toBe("default-src 'none'; connect-src 'self'");
  expect(worker.headers.get("cache-control")).toBe("no-cache");
});

it("comes in the smallest form that the browser takes, and not again where it has it already", async () => {
  const ask = await serve();
  expect((await ask("/", { "accept-encoding": "gzip, br" })).headers.get("content-encoding")).toBe("br");
  expect((await ask("/", { "accept-encoding": "gzip, br;q=0" })).headers.get("content-encoding")).toBe(
    "gzip",
  );
  const plain = await ask("/", { "accept-encoding": "identity" });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(await plain.text()).toContain("<title>Objecteur</title>");
  const again = await ask("/", { "if-none-match": `W/${plain.headers.get("etag")}` });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect(again.headers.get("content-security-policy")).toContain("script-src 'self'");
});

it("keeps for ever what is named after what it holds, and asks again for the page", async () => {
  const ask = await serve();
  const script = [...files.keys()].find((path) => path.startsWith("/chat/") && path.endsWith(".js")) ?? "";
  expect((await ask(script)).headers.get("cache-control")).toContain("immutable");
  expect((await ask("/")).headers.get("cache-control")).toBe("no-cache");
});

it("lets the page load nothing from elsewhere, and only the named sites show it", async () => {
  const ask = await serve();
  const { headers } = await ask("/");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'self' https://www.example.org;");
  expect(policy).not.toMatch(/unsafe|https?:(?!\/\/www\.example\.org)|\*/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("set-cookie")).toBeNull();
});

it("lets any article load the embed and check its integrity, by an address that never changes what it holds", async () => {
  const ask = await serve();
  const newest = await ask("/embed.js");
  const versioned = await ask(newest.headers.get("content-location") ?? "");
  expect(await versioned.text()).toBe(await newest.text());
  expect(versioned.headers.get("cache-control")).toContain("immutable");
  expect(newest.headers.get("cache-control")).toBe("public, max-age=300");
  for (const { headers } of [newest, versioned]) {
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  }
  expect((await ask("/")).headers.get("access-control-allow-origin")).toBeNull();
});

it("is shown by no other site where none is named", () => {
  const alone = loadPage(folder, settings);
  expect(alone.get("/")?.headers["content-security-policy"]).toContain("frame-ancestors 'self';");
});

it("holds every text as text, whatever stands in it", () => {
  const hostile = "</script><script>alert(1)</script>{{title}}$&";
  const texts = { fr: { title: hostile, "no-script": hostile } };
  const page = loadPage(folder, { ...settings, texts });
  const html = Buffer.from(page.get("/")?.bodies.identity() ?? []).toString();
  expect(html.match(/<script/g)).toHaveLength(2);
  const held: unknown = JSON.parse(/id="settings">(.*?)<\/script>/s.exec(html)?.[1] ?? "");
  expect(held).toMatchObject({ texts: { fr: { title: hostile } } });
});

it("wears the operator’s colour, logo and fonts, each file under an address of its own", async () => {
  const logo = { ending: ".svg", content: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>") };
  const fonts = ["regular", "bold"].map((name) => ({ ending: ".woff2", content: Buffer.from(name) }));
  const page = loadPage(folder, settings, { brand: { accent: "#b00020", logo, fonts } });
  const text = (path: string) => Buffer.from(page.get(path)?.bodies.identity() ?? []).toString();
  const [, style = ""] = /href="(chat\/[^"]+\.css)"/.exec(text("/")) ?? [];
  const css = text(`/${style}`);
  expect(css).toContain(":root{--accent:#b00020;--on-accent:#ffffff");
  const named = [...css.matchAll(/font-weight:(\d+);font-display:swap;src:url\(([^)]+)\)/g)];
  expect(named.map(([, weight, name]) => [weight, text(`/chat/${name}`)])).toEqual([
    ["400", "regular"],
    ["700", "bold"],
  ]);
  const [, address = ""] = /"logo":"([^"]+)"/.exec(text("/")) ?? [];
  expect(text(`/${address}`)).toBe(logo.content.toString());
  // Opened by itself, it runs no script here.
  expect(page.get(`/${address}`)?.headers["content-security-policy"]).toMatch(
    /^default-src 'none'.*sandbox$/,
  );
  expect(text("/embed.js")).toContain("--objecteur-accent:#b00020");
});
