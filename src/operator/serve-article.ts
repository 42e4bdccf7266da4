import { Hono } from "hono";

/** The attributes of the embed that the operator's page offers, as `?lang=fr&side=left` here. */
const offered = "lang start side theme launcher source inline accent bottom".split(" ");
const value = /^#?[\w-]{1,80}$/;
/** Where the chat stands with `inline`. */
const place = '<div id="chat" style="min-height: min(680px, 90vh)"></div>';
const headers = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
};

/**
 * Returns the route of an empty article that embeds the chat, with the attributes that the query names: the
 * operator's page shows it as a preview. It holds no secret, and nothing of the query but plain words.
 */
export function serveArticle(): Hono {
  const app = new Hono();
  app.get("/operator/article", ({ req, html }) => {
    const attributes = offered.flatMap((name) => {
      const given = req.query(name) ?? "";
      return value.test(given) ? [`data-${name}="${given}"`] : [];
    });
    const script = `<script src="../embed.js" ${attributes.join(" ")}></script>`;
    return html(
      `<!doctype html><meta charset="utf-8"><title>Objecteur</title>${place}${script}`,
      200,
      headers,
    );
  });
  return app;
}
