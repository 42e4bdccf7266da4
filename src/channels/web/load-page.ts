import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { PageFile, PageFiles } from "./serve-file.ts";
import type { PageSettings } from "./wire.ts";

/** The chat's page, and who may embed it. */
export interface PageOptions {
  /** The folder that `npm run build:page` has written. */
  readonly folder: string;
  readonly settings: PageSettings;
  /** The origins that may show the page in a frame. */
  readonly allowedOrigins?: readonly string[];
}

/** The operator's page. */
export interface OperatorPageOptions {
  readonly folder: string;
  readonly settings: Pick<PageSettings, "texts">;
}

const forever = "public, max-age=31536000, immutable";
/** Revalidated at each load; unchanged, it costs a few bytes. */
const revalidate = "no-cache";
const types = {
  page: "text/html; charset=utf-8",
  script: "text/javascript; charset=utf-8",
  style: "text/css; charset=utf-8",
} as const;

/** Reads the built chat page, fills in its settings and compresses it. Throws if the page has not been built. */
export async function loadPage({ folder, settings, allowedOrigins = [] }: PageOptions): Promise<PageFiles> {
  const assets = await loadAssets(folder, "chat", { script: "main.js", style: "style.css" });
  const page = fill(read(folder, "index.html"), settings, assets.paths);
  return new Map([
    ["/", await makeFile(types.page, page, pageHeaders(allowedOrigins, revalidate))],
    ...assets.files,
    ["/embed.js", await makeFile(types.script, embedScript(folder, settings), embedHeaders)],
  ]);
}

/** Reads the built operator page in the same way. It holds no secret: what it shows, it requests with the token. */
export async function loadOperatorPage({ folder, settings }: OperatorPageOptions): Promise<PageFiles> {
  const assets = await loadAssets(folder, "operator", { script: "operator.js", style: "operator.css" });
  const page = fill(read(folder, "operator.html"), settings, assets.paths);
  return new Map([
    ["/operator", await makeFile(types.page, page, pageHeaders([], "no-store"))],
    ...assets.files,
  ]);
}

/** Loads a page's script and style under paths that hold their hash, so that browsers may keep them. */
async function loadAssets(
  folder: string,
  prefix: string,
  names: { readonly script: string; readonly style: string },
): Promise<{ readonly paths: typeof names; readonly files: readonly (readonly [string, PageFile])[] }> {
  const [script, style] = [read(folder, names.script), read(folder, names.style)];
  const paths = { script: `${prefix}/${hashOf(script)}.js`, style: `${prefix}/${hashOf(style)}.css` };
  const headers = { "cache-control": forever };
  return {
    paths,
    files: [
      [`/${paths.script}`, await makeFile(types.script, script, headers)],
      [`/${paths.style}`, await makeFile(types.style, style, headers)],
    ],
  };
}

function read(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** The button for other sites' pages: the built script within a function that takes its texts. */
function embedScript(folder: string, { texts }: PageSettings): string {
  const words = Object.entries(texts).map(([language, own]) => [
    language,
    { open: own["embed.open"], title: own["title"] },
  ]);
  return `(words=>{${read(folder, "embed.js")}})(${JSON.stringify(Object.fromEntries(words))})`;
}

function fill(
  template: string,
  settings: Pick<PageSettings, "texts">,
  paths: { readonly script: string; readonly style: string },
): string {
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
  return { type, etag: `"${hashOf(text)}"`, headers, bodies };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 12);
}
