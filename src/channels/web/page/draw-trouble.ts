import { writeTemplate } from "./draw-channels.ts";
import { make } from "./elements.ts";
import { channelName, type Parts, type Pen } from "./pen.ts";

/** A message that waits longer has something in its way. */
const longMs = 5 * 60_000;

/** What is down, late, slow or refused: all that wants a look, and nothing else. */
export function drawTrouble(pen: Pen): Parts {
  const { report, text, times } = pen;
  const { outbox, isProxyIgnored, now, since } = report;
  const oldest = outbox?.oldest ?? now;
  const found = [
    ...(isProxyIgnored ? [text("trouble.proxy", { setting: "WEB_TRUST_PROXY" })] : []),
    ...(outbox === undefined ? [text("store-away")] : []),
    ...(now - oldest > longMs ? [text("trouble.waiting", { since: times.moment(oldest) })] : []),
    ...report.channels.flatMap((channel) => troubleOf(channel, pen)),
  ];
  if (found.length === 0) return [text("trouble.none")];
  const list = make("ul", {}, ...found.map((each) => make("li", {}, each)));
  return [list, text("trouble.since", { since: times.moment(since) })];
}

function troubleOf(channel: Pen["report"]["channels"][number], pen: Pen): readonly string[] {
  const { ready, counts, lateReminders, refused, monthlyCap, templates = [] } = channel;
  const { text, number } = pen;
  const name = channelName(channel, pen);
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
  return [
    ...amiss.map((template) => text("trouble.down", { channel: name, why: writeTemplate(template, pen) })),
    ...(ready
      ? []
      : [text("trouble.down", { channel: name, why: text(`channels.trouble.${channel.trouble}`) })]),
    ...counted.map(([kind, count = 0]) => text(`trouble.${kind}`, { channel: name, count: number(count) })),
  ];
}
