import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build, stop } from "esbuild";
import type { PageFile, PageFiles } from "./serve-file.ts";
import type { PageSettings } from "./wire.ts";

/** What is to be served, and to whom. */
export interface PageOptions {
  /** Where the page is written. */
  readonly folder: string;
  readonly settings: PageSettings;
  /** The sites that may show the page within theirs. */
  readonly allowedOrigins?: readonly string[];
}

/** The same for the operator's page. */
export interface OperatorPageOptions {
  readonly folder: string;
  readonly settings: Pick<PageSettings, "texts">;
}

const forever = "public, max-age=31536000, immutable";
/** Asked for each time, and answered with a few bytes where nothing has changed. */
const askAgain = "no-cache";
const types = {
  page: "text/html; charset=utf-8",
  script: "text/javascript; charset=utf-8",
  style: "text/css; charset=utf-8",
} as const;
const browsers = ["chrome97", "firefox104", "safari15.4"];

/** Bundles and compresses the page, in memory, once at the start. */
export async function bundlePage({ folder, settings, allowedOrigins = [] }: PageOptions): Promise<PageFiles> {
  const [script, embed] = await Promise.all([
    bundle(join(folder, "main.ts")),
    bundle(join(folder, "embed.ts"), wordsOf(settings)),
  ]);
  const style = await bundle(join(folder, "style.css"));
  await stop();
  const paths = { script: `chat/${tagOf(script)}.js`, style: `chat/${tagOf(style)}.css` };
  const page = fill(join(folder, "index.html"), settings, paths);
  return new Map([
    ["/", await makeFile(types.page, page, pageHeaders(allowedOrigins, askAgain))],
    [`/${paths.script}`, await makeFile(types.script, script, { "cache-control": forever })],
    [`/${paths.style}`, await makeFile(types.style, style, { "cache-control": forever })],
    ["/embed.js", await makeFile(types.script, embed, embedHeaders)],
  ]);
}

/** The same for the operator's page. Nothing in it is secret: what it shows it asks for with the token. */
export async function bundleOperatorPage({ folder, settings }: OperatorPageOptions): Promise<PageFiles> {
  const [script, style] = await Promise.all([
    bundle(join(folder, "operator.ts")),
    bundle(join(folder, "operator.css")),
  ]);
  await stop();
  const paths = { script: `operator/${tagOf(script)}.js`, style: `operator/${tagOf(style)}.css` };
  const page = fill(join(folder, "operator.html"), settings, paths);
  return new Map([
    ["/operator", await makeFile(types.page, page, pageHeaders([], "no-store"))],
    [`/${paths.script}`, await makeFile(types.script, script, { "cache-control": forever })],
    [`/${paths.style}`, await makeFile(types.style, style, { "cache-control": forever })],
  ]);
}

async function bundle(file: string, define: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    define,
    bundle: true,
    minify: true,
    write: false,
    format: basename(file) === "embed.ts" ? "iife" : "esm",
    target: browsers,
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** What the button on another site's page says. */
function wordsOf({ texts }: PageSettings): Record<string, string> {
  const words = Object.entries(texts).map(([language, own]) => [
    language,
    { open: own["embed.open"], title: own["title"] },
  ]);
  return { words: JSON.stringify(Object.fromEntries(words)) };
}

function fill(
  file: string,
  settings: Pick<PageSettings, "texts">,
  paths: { readonly script: string; readonly style: string },
): string {
  const template = readFileSync(file, "utf8");
  const texts = Object.values(settings.texts);
  const parts: Readonly<Record<string, string>> = {
    ...paths,
    title: escapeHtml(texts[0]?.["title"] ?? ""),
    noscript: texts.map((own) => `<p>${escapeHtml(own["no-script"] ?? "")}</p>`).join(""),
    // Within a script element only "<" could end it.
    settings: JSON.stringify(settings).replaceAll("<", "\\u003c"),
  };
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? "").replace(/\n\s+/g, "\n");
}

function escapeHtml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.codePointAt(0)};`);
}

function pageHeaders(allowedOrigins: readonly string[], caching: string): Record<string, string> {
  const ancestors = allowedOrigins.length === 0 ? "'none'" : allowedOrigins.join(" ");
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    "cache-control": caching,
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
    ...(allowedOrigins.length === 0 && { "x-frame-options": "DENY" }),
  };
}

const embedHeaders = {
  "cache-control": "public, max-age=300",
  "cross-origin-resource-policy": "cross-origin",
};

const compressWithGzip = promisify(gzip);
const compressWithBrotli = promisify(brotliCompress);

async function makeFile(type: string, text: string, headers: Record<string, string>): Promise<PageFile> {
  const identity = Buffer.from(text);
  const [zipped, br] = await Promise.all([
    compressWithGzip(identity, { level: 9 }),
    compressWithBrotli(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  ]);
  const bodies = { identity: new Uint8Array(identity), gzip: new Uint8Array(zipped), br: new Uint8Array(br) };
  return { type, etag: `"${tagOf(text)}"`, headers, bodies };
}

function tagOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 12);
}
