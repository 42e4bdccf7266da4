import { encodeQR } from "qr";
import { isReadable } from "../support/colours.ts";
import { make, makeButton } from "./elements.ts";
import { type Parts, pick, type ReportContext, type Shared } from "./report-context.ts";
import { showCopy } from "./show-actions.ts";

/** The width of a QR code's squares in pixels, large enough for print. */
const scale = 4;

/** The attributes of the embed that have few values, besides the usual ones. */
const offeredAttributes = {
  "data-side": ["left"],
  "data-theme": ["light", "dark"],
  "data-launcher": ["none"],
  "data-inline": ["#chat"],
};
/** Those that are written, each with its field. */
const writtenAttributes = {
  "data-accent": { placeholder: "#9b1c31" },
  "data-bottom": { placeholder: "16", type: "number", min: "0" },
};
/** What stands in the article for `data-inline`, so that nothing moves when the chat comes. */
const place = '<div id="chat" style="min-height: min(680px, 90vh)"></div>\n';

/** Returns an image with the QR code of a text. */
export function drawQr(text: string, alt: string): HTMLElement {
  return make("img", { className: "qr", src: encodeQR(text, "data-url", { scale }), alt });
}

/**
 * Draws, for one campaign and language, each channel's deep link with its QR code, and the embed
 * code for articles.
 */
export function drawShare(context: ReportContext): Parts {
  const { report, view, choose, text, texts, nameOf } = context;
  const offered = report.channels.filter(({ invitation }) => invitation !== undefined);
  if (offered.length === 0) return [text("share.none", { setting: "WEB_URL" })];
  const campaigns = report.facts.map(({ campaign }) => campaign);
  const shared: Shared = { campaign: campaigns[0] ?? "", language: texts.language(), ...view.shared };
  const onCampaign = (campaign: string) => choose({ shared: { ...shared, campaign } });
  const onLanguage = (language: string) => choose({ shared: { ...shared, language } });
  const choices = make(
    "div",
    { className: "choices" },
    pick("share-campaign", text("days.campaign"), campaigns, shared.campaign, nameOf.campaign, onCampaign),
    pick("share-language", text("days.language"), texts.all(), shared.language, nameOf.language, onLanguage),
  );
  const drawn = offered.map(({ name, invitation = "" }) => {
    const channel = nameOf.channel(name);
    const link = invitation.replace("{campaign}", shared.campaign).replace("{language}", shared.language);
    return make(
      "div",
      {},
      make("h3", {}, channel),
      drawQr(link, text("share.qr", { channel })),
      make("p", {}, make("a", { href: link }, link)),
      showCopy({ label: text("share.copy"), text: link }, texts),
      ...(name === "web" ? drawEmbed(link, shared, context) : []),
    );
  });
  return [choices, make("div", { className: "side-by-side" }, ...drawn)];
}

function drawEmbed(link: string, shared: Shared, context: ReportContext): readonly Node[] {
  const { text, texts } = context;
  const { campaign, language, attributes = {} } = shared;
  const source = new URL("embed.js", link).href;
  const chosen = { "data-lang": language, "data-start": `${campaign}-${language}`, ...attributes };
  const accent = attributes["data-accent"] ?? "";
  const refused = isReadable(accent) ? "" : accent;
  const written = Object.entries(chosen).filter(([, value]) => value !== "" && value !== refused);
  const all = written.map(([name, value]) => `${name}="${value}"`).join(" ");
  const code = `${attributes["data-inline"] ? place : ""}<script src="${source}" ${all} async></script>`;
  return [
    make("h3", {}, text("share.embed")),
    make("p", {}, text("share.embed-what", { setting: "WEB_ALLOWED_ORIGINS" })),
    drawAttributes(shared, context),
    make("p", { role: "status" }, refused !== "" && text("share.unreadable", { accent: refused })),
    make("pre", { tabIndex: 0 }, code),
    showCopy({ label: text("share.copy-embed"), text: code }, texts),
    drawPreview(written, shared, context),
  ];
}

/** Draws an article with the chat in it, as the code says; a button, until one has asked for that. */
function drawPreview(
  written: readonly (readonly [name: string, value: string])[],
  shared: Shared,
  { choose, text }: ReportContext,
): HTMLElement {
  if (!shared.isPreviewed) {
    const show = () => choose({ shared: { ...shared, isPreviewed: true } });
    return makeButton({ onclick: show }, text("share.preview"));
  }
  const asked = new URLSearchParams(written.map(([name, value]) => [name.slice("data-".length), value]));
  return make("iframe", {
    className: "preview",
    src: `operator/article?${asked}`,
    title: text("share.preview"),
  });
}

/** Draws the choice of the embed's attributes, under their own names. */
function drawAttributes(shared: Shared, { report, choose, text }: ReportContext): HTMLElement {
  const { attributes = {} } = shared;
  const { knownSources = [] } = report;
  const offered = { ...offeredAttributes, ...(knownSources.length > 0 && { "data-source": knownSources }) };
  const write = (value: string) => (value === "" ? text("share.usual") : value);
  const onValue = (name: string) => (value: string) =>
    choose({ shared: { ...shared, attributes: { ...attributes, [name]: value } } });
  const picked = Object.entries(offered).map(([name, values]) =>
    pick(`share-${name}`, name, ["", ...values], attributes[name] ?? "", write, onValue(name)),
  );
  const typed = Object.entries(writtenAttributes).map(([name, kind]) => {
    const field = make("input", { ...kind, id: `share-${name}`, defaultValue: attributes[name] ?? "" });
    // Once the focus is in the next field: all of the section is drawn again.
    field.onchange = () => setTimeout(() => onValue(name)(field.value.trim()));
    return make("label", {}, `${name} `, field);
  });
  return make("div", { className: "choices" }, ...picked, ...typed);
}
