import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AtEnd } from "./bot-process.ts";

/**
 * Serves pages of another site, each at the path that is its name: whole documents, or what stands in one. Returns
 * the site's origin.
 */
export async function serveSite(pages: Readonly<Record<string, string>>, atEnd: AtEnd): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const html = pages[new URL(url, "http://site").pathname.slice(1)];
    response.writeHead(html === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
    const isWhole = html?.startsWith("<!doctype") === true;
    response.end(
      isWhole ? html : `<!doctype html><html lang="fr"><title>Un journal</title>${html ?? ""}</html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
