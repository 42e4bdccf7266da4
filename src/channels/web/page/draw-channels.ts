import type { ToldReport } from "../wire.ts";
import { make, makeSvg } from "./make.ts";
import { drawNumbers, type Pen } from "./pen.ts";

type Channel = ToldReport["channels"][number];
type Refusals = NonNullable<Channel["refused"]>;
type LinkCode = NonNullable<Channel["linkCode"]>;

/** A QR code needs a margin of so many squares. */
const margin = 4;

/** How each channel is, what it has sent, and the code that links it where it waits for that. */
export function drawChannels({ report, texts, times, number }: Pen): readonly Node[] {
  if (report.channels.length === 0) return [make("p", {}, texts.text("channels.none"))];
  const drawn = report.channels.map((channel) => drawChannel(channel, { report, texts, times, number }));
  const since = texts.text("channels.since", { since: times.moment(report.since) });
  return [make("div", { className: "side-by-side" }, ...drawn), make("p", {}, since)];
}

function drawChannel(channel: Channel, pen: Pen): HTMLElement {
  const { name, ready, standsBy, lastError, linkCode, counts, lateReminders, refused } = channel;
  const { texts, number } = pen;
  return make(
    "div",
    { className: ready ? "channel" : "channel down" },
    make("h3", {}, texts.text(`channels.${name}`) || name),
    standsBy ? undefined : make("p", { className: "how" }, howItIs(channel, pen)),
    // As the log has it, in English.
    lastError === undefined ? undefined : make("p", { lang: "en" }, lastError),
    ...(linkCode === undefined ? [] : drawLinkCode(linkCode, pen)),
    drawNumbers([
      [texts.text("channels.sent"), number(counts.sent), false],
      [texts.text("channels.failed"), number(counts.failed), false],
      [texts.text("channels.given-up"), number(counts.givenUp), counts.givenUp > 0],
      ...(lateReminders === undefined
        ? []
        : [[texts.text("channels.late"), number(lateReminders), lateReminders > 0] as const]),
      ...(refused === undefined ? [] : [drawRefused(refused, { texts, number })]),
    ]),
  );
}

function drawRefused(refused: Refusals, { texts, number }: Pick<Pen, "texts" | "number">) {
  const count = Object.values(refused).reduce((sum, each) => sum + each, 0);
  return [texts.text("channels.refused"), number(count), count > 0] as const;
}

function howItIs({ ready, since }: Channel, { texts, times }: Pen): string {
  if (since === undefined) return texts.text("channels.ready");
  return texts.text(ready ? "channels.ready-since" : "channels.not-ready", { since: times.moment(since) });
}

function drawLinkCode(linkCode: LinkCode, { texts }: Pen): readonly Node[] {
  if (linkCode.kind === "code") {
    const code = `${linkCode.code.slice(0, 4)}-${linkCode.code.slice(4)}`;
    return [make("p", {}, texts.text("channels.type-code", { code }))];
  }
  return [make("p", {}, texts.text("channels.scan")), drawQr(linkCode.rows, texts.text("channels.qr"))];
}

function drawQr(rows: readonly string[], label: string): SVGElement {
  const squares = rows.flatMap((row, y) =>
    Array.from(row).flatMap((square, x) => (square === "1" ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  const size = rows.length + 2 * margin;
  return makeSvg(
    "svg",
    {
      class: "qr",
      role: "img",
      "aria-label": label,
      viewBox: `${-margin} ${-margin} ${size} ${size}`,
      "shape-rendering": "crispEdges",
    },
    makeSvg("path", { d: squares.join("") }),
  );
}
