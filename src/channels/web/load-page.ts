import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Hono, type MiddlewareHandler } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { parseAccept } from "hono/utils/accept";
import { getMimeType } from "hono/utils/mime";
import { once } from "../../support/memoized.ts";
import { type Brand, type BrandFile, brandEmbedStyle, brandStyle } from "./brand.ts";
import type { PageSettings, PageTexts } from "./wire.ts";

/** A file that is served, in each encoding compressed once, when it is first asked for. */
export interface PageFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: Readonly<Record<(typeof encodings)[number] | "identity", () => Uint8Array<ArrayBuffer>>>;
}

/** The served files by path. */
export type PageFiles = ReadonlyMap<string, PageFile>;

type Entry = readonly [path: string, file: PageFile];
type OwnTexts = Pick<PageSettings, "texts">;

/** In order of preference, the smallest first. */
const encodings = ["br", "gzip"] as const;
/**
 * For each page: its path, the folder in which its script and style are served, and the names of the
 * built files.
 */
const chat = { path: "/", below: "chat", page: "index.html", script: "main.js", style: "style.css" };
const operator = {
  path: "/operator",
  below: "operator",
  page: "operator.html",
  script: "operator.js",
  style: "operator.css",
};
const chatPath = "/chat/";
const forever = "public, max-age=31536000, immutable";
/** Browsers revalidate at each load; an unchanged file costs a few bytes. */
const revalidate = "no-cache";
const workerHeaders = {
  "cache-control": revalidate,
  "content-security-policy": "default-src 'none'; connect-src 'self'",
};
/** Articles of other sites load it; only with CORS does a browser check its `integrity`. */
const embedHeaders = { "cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "*" };
const embedCaching = "public, max-age=300";
const iconHeaders = { "cache-control": "public, max-age=86400" };
/** The page's icons. Android cuts a "maskable" one into the shape of its others. */
const icons = [
  { src: "icon.png", sizes: "192x192", purpose: "any" },
  { src: "icon-512.png", sizes: "512x512", purpose: "any" },
  { src: "icon-maskable.png", sizes: "512x512", purpose: "maskable" },
] as const;
/** A 304 response keeps the content security policy: the browser applies it to the cached page. */
const unchanged = etag({ retainedHeaders: [...RETAINED_304_HEADERS, "content-security-policy"] });

/**
 * Adds one route for each file, behind the middleware `before`. Sends the smallest encoding that the
 * browser accepts, or 304 if the browser has the file already.
 */
export function serveFiles(files: PageFiles, before: MiddlewareHandler = (_, next) => next()): Hono {
  const app = new Hono();
  for (const [path, { headers, bodies }] of files)
    app.get(path, before, unchanged, (context) => {
      const accepted = parseAccept(context.req.header("accept-encoding") ?? "");
      const encoding = encodings.find((each) => accepted.some(({ type, q }) => type === each && q > 0));
      if (encoding === undefined) return context.body(bodies.identity(), 200, headers);
      return context.body(bodies[encoding](), 200, { ...headers, "content-encoding": encoding });
    });
  return app;
}

/** A service's form or setting, for readers without JavaScript. */
interface FormLink {
  readonly url: string;
  /** By language. */
  readonly label: Readonly<Record<string, string>>;
}

interface PageOptions {
  /** The origins of the sites that may frame the page. */
  readonly allowedOrigins?: readonly string[];
  readonly forms?: readonly FormLink[];
  /** What the operator dresses it in. */
  readonly brand?: Brand;
}

interface LoadOptions extends Pick<PageOptions, "forms"> {
  /** In place of the built style. */
  readonly style?: string;
}

/**
 * Reads the chat page from the folder that `npm run build:page` writes, and fills in its settings.
 * Throws if the page is not built.
 */
export function loadPage(
  folder: string,
  settings: PageSettings,
  { allowedOrigins = [], forms = [], brand = {} }: PageOptions = {},
): PageFiles {
  const { logo, fonts } = brandPaths(brand);
  const dressed = { ...settings, logo };
  // The style sheet lies beside the fonts.
  const style =
    read(folder, chat.style) +
    brandStyle(
      brand,
      fonts.map((path) => path.slice(`${chat.below}/`.length)),
    );
  const words = Object.entries(settings.texts).map(([language, byName]) => [language, wordsOfEmbed(byName)]);
  const given = [Object.fromEntries(words), read(folder, "embed.css").trim() + brandEmbedStyle(brand)].map(
    (each) => JSON.stringify(each),
  );
  // The script for other sites: the built one, wrapped in a function that takes its texts and its style.
  const embed = `((words,style)=>{${read(folder, "embed.js")}})(${given.join()})`;
  // Browsers refuse a script whose content is no longer what `integrity` says: this address keeps it.
  const versioned = `/embed.${hashOf(embed)}.js`;
  return new Map([
    ...loadFiles(folder, chat, dressed, pageHeaders(["'self'", ...allowedOrigins], revalidate), {
      forms,
      style,
    }),
    ...[...(brand.logo ? [brand.logo] : []), ...(brand.fonts ?? [])].map(makeBrandFile),
    // Served in `/chat/`, which makes that folder the worker's scope.
    makeFile("/chat/worker.js", read(folder, "worker.js"), workerHeaders),
    makeFile("/chat/app.webmanifest", writeManifest(settings, brand), { "cache-control": revalidate }),
    ...icons.map(({ src }) => makeFile(`/chat/${src}`, readFileSync(join(folder, src)), iconHeaders)),
    makeFile("/embed.js", embed, {
      ...embedHeaders,
      "cache-control": embedCaching,
      "content-location": versioned,
    }),
    makeFile(versioned, embed, { ...embedHeaders, "cache-control": forever }),
  ]);
}

/**
 * Writes the web app manifest, with which a phone adds the page to its home screen: some phones
 * allow push messages only for such pages.
 */
function writeManifest({ texts }: OwnTexts, { accent = "#0b6e69" }: Brand): string {
  const [language = "", byName = {}] = Object.entries(texts)[0] ?? [];
  return JSON.stringify({
    name: byName["title"],
    description: byName["intro"],
    lang: language,
    start_url: "../",
    scope: "../",
    display: "standalone",
    background_color: "#ffffff",
    theme_color: accent,
    icons: icons.map((icon) => ({ ...icon, type: "image/png" })),
  });
}

/** Returns the paths of the operator's logo and fonts, from the page's own. */
export function brandPaths({ logo, fonts = [] }: Brand) {
  return { logo: logo && brandPath(logo).slice(1), fonts: fonts.map((font) => brandPath(font).slice(1)) };
}

function brandPath({ ending, content }: BrandFile): string {
  return `${chatPath}${hashOf(content)}${ending}`;
}

/** Serves a file of the operator's under its hash. Opened by itself, an SVG may do nothing. */
function makeBrandFile(file: BrandFile): Entry {
  const headers = {
    "cache-control": forever,
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  };
  return makeFile(brandPath(file), file.content, headers);
}

/** Returns the texts that the embed needs, without the prefix of its own: each byte of it counts. */
function wordsOfEmbed({ title = "", close = "", ...texts }: PageTexts): PageTexts {
  const prefix = "embed.";
  const own = Object.entries(texts)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, text]) => [name.slice(prefix.length), text]);
  return { title, close, ...Object.fromEntries(own) };
}

/**
 * Reads the built operator page in the same way. It holds no secret: it requests its data with the
 * token.
 */
export function loadOperatorPage(folder: string, settings: OwnTexts): PageFiles {
  return new Map(loadFiles(folder, operator, settings, pageHeaders([], "no-store")));
}

/**
 * Loads a page with its script and style, whose paths contain their hash so that browsers cache them
 * forever.
 */
function loadFiles(
  folder: string,
  { path, below, page, script, style }: typeof chat,
  settings: OwnTexts,
  headers: PageFile["headers"],
  { forms = [], style: rules = read(folder, style) }: LoadOptions = {},
): readonly Entry[] {
  const code = read(folder, script);
  const paths = { script: `${below}/${hashOf(code)}.js`, style: `${below}/${hashOf(rules)}.css` };
  const kept = { "cache-control": forever };
  return [
    makeFile(
      path,
      fill(read(folder, page), settings, { ...paths, noscript: writeNoScript(settings, forms) }),
      headers,
    ),
    makeFile(`/${paths.script}`, code, kept),
    makeFile(`/${paths.style}`, rules, kept),
  ];
}

function read(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** Writes what is shown without JavaScript, in each language: what to do, and the links to all forms. */
function writeNoScript({ texts }: OwnTexts, forms: readonly FormLink[]): string {
  const paragraph = (text = "") => `<p>${escapeHtml(text)}</p>`;
  const sections = Object.entries(texts).map(([language, byName]) => {
    const links = forms.map(
      ({ url, label }) =>
        `<li><a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(label[language] ?? url)}</a></li>`,
    );
    const list =
      links.length === 0 ? "" : `${paragraph(byName["no-script-forms"])}<ul>${links.join("")}</ul>`;
    return `<section lang="${language}">${paragraph(byName["no-script"])}${list}</section>`;
  });
  return sections.join("");
}

function fill(template: string, settings: OwnTexts, written: Readonly<Record<string, string>>): string {
  const [texts] = Object.values(settings.texts);
  const parts: Readonly<Record<string, string>> = {
    ...written,
    title: escapeHtml(texts?.["title"] ?? ""),
    // Within a script element only "<" could end it.
    settings: JSON.stringify(settings).replaceAll("<", "\\u003c"),
  };
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? "").replace(/\n\s+/g, "\n");
}

function escapeHtml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.codePointAt(0)};`);
}

function pageHeaders(ancestors: readonly string[], caching: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'self'",
    `frame-ancestors ${ancestors.join(" ") || "'none'"}`,
    "require-trusted-types-for 'script'",
    "trusted-types worker",
  ];
  return {
    "cache-control": caching,
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
    ...(ancestors.length === 0 && { "x-frame-options": "DENY" }),
  };
}

/** Makes a file with its encodings; the type comes from the path's extension, otherwise it is HTML. */
function makeFile(path: string, content: string | Buffer, special: PageFile["headers"]): Entry {
  const identity = Buffer.from(content);
  const gzip = once(() => gzipSync(identity, { level: 9 }));
  const br = once(() => brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  const headers = {
    ...special,
    "content-type": getMimeType(path) ?? "text/html; charset=utf-8",
    etag: `"${hashOf(identity)}"`,
    vary: "accept-encoding",
    "x-content-type-options": "nosniff",
  };
  return [path, { headers, bodies: { identity: () => identity, gzip, br } }];
}

function hashOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 12);
}
