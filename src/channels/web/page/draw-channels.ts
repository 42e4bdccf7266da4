import type { ToldReport } from "../wire.ts";
import { drawQr } from "./draw-share.ts";
import { make } from "./elements.ts";
import { channelName, drawNumbers, drawTable, type Parts, type Pen } from "./pen.ts";

type Channel = ToldReport["channels"][number];
type Template = NonNullable<Channel["templates"]>[number];

/** How each channel is, what it has sent, and the code that links it where it waits for that. */
export function drawChannels(pen: Pen): Parts {
  const { report, text, times, number } = pen;
  if (report.channels.length === 0) return [text("channels.none")];
  const drawn = report.channels.map((channel) => drawChannel(channel, pen));
  return [
    make("div", { className: "side-by-side" }, ...drawn),
    text("channels.waiting", { count: report.outbox ? number(report.outbox.count) : "–" }),
    text("channels.since", { since: times.moment(report.since) }),
  ];
}

function drawChannel(channel: Channel, pen: Pen): HTMLElement {
  const { ready, linkCode, counts } = channel;
  const { text, number } = pen;
  return make(
    "div",
    { className: ready ? "channel" : "channel down" },
    make("h3", {}, channelName(channel, pen)),
    make("p", { className: "how" }, howItIs(channel, pen)),
    ...(linkCode === undefined ? [] : drawLinkCode(linkCode, pen)),
    drawNumbers(
      [
        [text("channels.sent"), counts.sent],
        [text("channels.failed"), counts.failed],
      ],
      number,
    ),
    ...drawCharges(channel, pen),
    ...(channel.templates ?? []).map((template) => make("p", {}, writeTemplate(template, pen))),
  );
}

/** How a template of reminders stands with the platform. */
export function writeTemplate({ name, language, status, category }: Template, { text }: Pen): string {
  const state = status.toLowerCase();
  const how = text(`templates.${state}`) || state;
  const asWhat = category === undefined ? "" : ` ${text("templates.category", { category })}`;
  return text("templates.template", { name, language, how }) + asWhat;
}

/** What the platform charges for, where it charges at all. */
function drawCharges(
  { charges = [], monthlyCap }: Channel,
  { text, times, number }: Pen,
): readonly HTMLElement[] {
  if (charges.length === 0 && monthlyCap === undefined) return [];
  const heads = ["month", "charged", "free"].map((name) => text(`charges.${name}`));
  const rows = charges.map(({ month, category, charged, free }) => ({
    cells: [
      `${times.month(month)}, ${text(`charges.${category}`) || category}`,
      number(charged),
      number(free),
    ],
  }));
  const cap = monthlyCap && text("charges.cap", { cap: number(monthlyCap.count) });
  return [drawTable(heads, rows), make("p", {}, text("charges.note"), cap ? ` ${cap}` : "")];
}

function howItIs({ ready, standsBy, since, trouble }: Channel, { text, times }: Pen): string {
  if (standsBy) return text("channels.stands-by");
  if (since === undefined) return text("channels.ready");
  if (ready) return text("channels.ready-since", { since: times.moment(since) });
  return text("channels.not-ready", { since: times.moment(since), why: text(`channels.trouble.${trouble}`) });
}

function drawLinkCode(linkCode: NonNullable<Channel["linkCode"]>, { text }: Pen): readonly Node[] {
  if (linkCode.kind === "code") {
    const code = `${linkCode.code.slice(0, 4)}-${linkCode.code.slice(4)}`;
    return [make("p", {}, text("channels.type-code", { code }))];
  }
  return [make("p", {}, text("channels.scan")), drawQr(linkCode.text, text("channels.qr"))];
}
