import type { ToldReport } from "../wire.ts";
import { make, makeSvg } from "./elements.ts";
import { drawNumbers, type Parts, type Pen } from "./pen.ts";

type Channel = ToldReport["channels"][number];

/** A QR code needs a margin of so many squares. */
const margin = 4;

/** How each channel is, what it has sent, and the code that links it where it waits for that. */
export function drawChannels(pen: Pen): Parts {
  const { report, text, times } = pen;
  if (report.channels.length === 0) return [text("channels.none")];
  const drawn = report.channels.map((channel) => drawChannel(channel, pen));
  return [
    make("div", { className: "side-by-side" }, ...drawn),
    text("channels.since", { since: times.moment(report.since) }),
  ];
}

function drawChannel(channel: Channel, pen: Pen): HTMLElement {
  const { name, ready, standsBy, lastError, linkCode, counts, lateReminders, refused } = channel;
  const { text, number } = pen;
  const refusals = refused && Object.values(refused).reduce((sum, each) => sum + each, 0);
  return make(
    "div",
    { className: ready ? "channel" : "channel down" },
    make("h3", {}, text(`channels.${name}`) || name),
    !standsBy && make("p", { className: "how" }, howItIs(channel, pen)),
    // As the log has it, in English.
    lastError !== undefined && make("p", { lang: "en" }, lastError),
    ...(linkCode === undefined ? [] : drawLinkCode(linkCode, pen)),
    drawNumbers(
      [
        [text("channels.sent"), counts.sent],
        [text("channels.failed"), counts.failed],
        [text("channels.given-up"), counts.givenUp, true],
        [text("channels.late"), lateReminders, true],
        [text("channels.refused"), refusals, true],
      ],
      number,
    ),
  );
}

function howItIs({ ready, since }: Channel, { text, times }: Pen): string {
  if (since === undefined) return text("channels.ready");
  return text(ready ? "channels.ready-since" : "channels.not-ready", { since: times.moment(since) });
}

function drawLinkCode(linkCode: NonNullable<Channel["linkCode"]>, { text }: Pen): readonly Node[] {
  if (linkCode.kind === "code") {
    const code = `${linkCode.code.slice(0, 4)}-${linkCode.code.slice(4)}`;
    return [make("p", {}, text("channels.type-code", { code }))];
  }
  return [make("p", {}, text("channels.scan")), drawQr(linkCode.rows, text("channels.qr"))];
}

function drawQr(rows: readonly string[], label: string): SVGElement {
  const squares = rows.flatMap((row, y) =>
    Array.from(row).flatMap((square, x) => (square === "1" ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  const size = rows.length + 2 * margin;
  const viewBox = `${-margin} ${-margin} ${size} ${size}`;
  const path = makeSvg("path", { d: squares.join("") });
  return makeSvg("svg", { class: "qr", role: "img", "aria-label": label, viewBox }, path);
}
