import { type Context, Hono } from "hono";

/** A file that is served, compressed once at the start. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: Readonly<Record<Encoding, Uint8Array<ArrayBuffer>>>;
}

/** What is served, by its path. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** The smallest first. */
const encodings = ["br", "gzip", "identity"] as const;
export type Encoding = (typeof encodings)[number];

/** Returns one route for each file. */
export function serveFiles(files: PageFiles): Hono {
  const app = new Hono();
  for (const [path, file] of files) app.get(path, (context) => serveFile(context, file));
  return app;
}

/** Answers with the file, in the smallest form that the browser takes, or tells it that it has it already. */
export function serveFile(context: Context, file: PageFile): Response {
  const accepted = context.req.header("accept-encoding") ?? "";
  const encoding = encodings.find((each) => accepts(accepted, each)) ?? "identity";
  const headers = {
    ...file.headers,
    "content-type": file.type,
    etag: file.etag,
    vary: "accept-encoding",
    "x-content-type-options": "nosniff",
  };
  const known = context.req.header("if-none-match") ?? "";
  if (known.split(",").some((tag) => tag.trim().replace(/^W\//, "") === file.etag))
    return context.body(null, 304, headers);
  return context.body(file.bodies[encoding], 200, {
    ...headers,
    ...(encoding !== "identity" && { "content-encoding": encoding }),
  });
}

function accepts(header: string, encoding: Encoding): boolean {
  return header.split(",").some((part) => {
    const [name, quality] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return name === encoding && !/^q=0(\.0*)?$/.test(quality ?? "");
  });
}
