import type { ReportDto } from "../channels/web/wire.ts";
import { drawQr } from "./draw-share.ts";
import { make } from "./elements.ts";
import { type Count, drawNumbers, drawTable, type Parts, type ReportContext } from "./report-context.ts";

type Channel = ReportDto["channels"][number];
type Template = NonNullable<Channel["templates"]>[number];

/** A message that waits longer than this is reported as trouble. */
const longMs = 5 * 60_000;

/** Draws each channel's state and counts, and its link code if it waits for linking. */
export function drawChannels(context: ReportContext): Parts {
  const { report, text, times, number } = context;
  if (report.channels.length === 0) return [text("channels.none")];
  const drawn = report.channels.map((channel) => drawChannel(channel, context));
  return [
    make("div", { className: "side-by-side" }, ...drawn),
    text("channels.waiting", { count: report.outbox ? number(report.outbox.count) : "–" }),
    text("channels.since", { since: times.moment(report.since) }),
  ];
}

function drawChannel(channel: Channel, context: ReportContext): HTMLElement {
  const { ready, linkCode, counts } = channel;
  const { text, number, nameOf } = context;
  const numbers = (["sent", "failed"] as const).map(
    (what): Count => [text(`channels.${what}`), counts[what]],
  );
  return make(
    "div",
    { className: ready || context.isOld ? "channel" : "channel down" },
    make("h3", {}, nameOf.channel(channel.name)),
    make("p", { className: "how" }, howItIs(channel, context)),
    ...(linkCode === undefined || context.isOld ? [] : drawLinkCode(linkCode, context)),
    drawNumbers(numbers, number),
    ...drawCharges(channel, context),
    ...(channel.templates ?? []).map((template) => make("p", {}, writeTemplate(template, context))),
  );
}

/** Writes the state of a reminder's template at the platform. */
function writeTemplate({ name, language, status, category }: Template, { text }: ReportContext): string {
  const state = status.toLowerCase();
  const how = text(`templates.${state}`) || state;
  const asWhat = category === undefined ? "" : ` ${text("templates.category", { category })}`;
  return text("templates.template", { name, language, how }) + asWhat;
}

/** Draws the charges of the platform, if it charges at all. */
function drawCharges({ charges = [], monthlyCap }: Channel, context: ReportContext): readonly HTMLElement[] {
  const { text, times, number } = context;
  if (charges.length === 0 && monthlyCap === undefined) return [];
  const rows = charges.map(({ month, category, charged, free }) => {
    const name = `${times.month(month)}, ${text(`charges.${category}`) || category}`;
    return { cells: [name, number(charged), number(free)] };
  });
  const cap = monthlyCap && text("charges.cap", { cap: number(monthlyCap.count) });
  const table = drawTable(["charges.month", "charges.charged", "charges.free"], rows, context);
  return [table, make("p", {}, text("charges.note"), cap ? ` ${cap}` : "")];
}

function howItIs(
  { ready, standsBy, since, trouble }: Channel,
  { isOld, text, times }: ReportContext,
): string {
  if (isOld) return text("channels.unknown");
  if (standsBy) return text("channels.stands-by");
  if (since === undefined) return text("channels.ready");
  if (ready) return text("channels.ready-since", { since: times.moment(since) });
  return text("channels.not-ready", { since: times.moment(since), why: text(`channels.trouble.${trouble}`) });
}

function drawLinkCode(linkCode: NonNullable<Channel["linkCode"]>, { text }: ReportContext): readonly Node[] {
  if (linkCode.kind === "qr")
    return [make("p", {}, text("channels.scan")), drawQr(linkCode.text, text("channels.qr"))];
  const code = `${linkCode.code.slice(0, 4)}-${linkCode.code.slice(4)}`;
  return [make("p", {}, text("channels.type-code", { code }))];
}

/** Draws what needs the operator's attention: whatever is down, late, slow or refused. */
export function drawTrouble(context: ReportContext): Parts {
  const { report, isOld, text, times } = context;
  if (isOld) return [text("offline")];
  const { outbox, isProxyIgnored, now, since } = report;
  const oldest = outbox?.oldest ?? now;
  const found = [
    ...(isProxyIgnored ? [text("trouble.proxy", { setting: "WEB_TRUST_PROXY" })] : []),
    ...(outbox === undefined ? [text("store-away")] : []),
    ...(now - oldest > longMs ? [text("trouble.waiting", { since: times.moment(oldest) })] : []),
    ...report.channels.flatMap((channel) => troubleOf(channel, context)),
  ];
  if (found.length === 0) return [text("trouble.none")];
  const list = make("ul", {}, ...found.map((each) => make("li", {}, each)));
  return [list, text("trouble.since", { since: times.moment(since) })];
}

function troubleOf(channel: Channel, context: ReportContext): readonly string[] {
  const { ready, trouble, counts, lateReminders, refused, monthlyCap, templates = [] } = channel;
  const { text, number, nameOf } = context;
  const name = nameOf.channel(channel.name);
  const numbers: Readonly<Record<string, number | undefined>> = {
    late: lateReminders,
    all: refused?.all,
    address: refused?.address,
    rate: refused?.rate,
    "rate-limited": counts.rateLimited,
    "given-up": counts.givenUp,
    slow: counts.slow,
    "monthly-cap": monthlyCap?.isReached ? monthlyCap.count : undefined,
  };
  const counted = Object.entries(numbers).filter(([, count]) => count);
  const amiss = templates.filter(({ isUsable, category }) => !isUsable || category !== undefined);
  const why = amiss.map((template) => writeTemplate(template, context));
  if (!ready) why.push(text(`channels.trouble.${trouble}`));
  return [
    ...why.map((each) => text("trouble.down", { channel: name, why: each })),
    ...counted.map(([kind, count = 0]) => text(`trouble.${kind}`, { channel: name, count: number(count) })),
  ];
}
