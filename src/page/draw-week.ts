import type { ReportDto } from "../channels/web/wire.ts";
import { make } from "./elements.ts";
import type { Parts, ReportContext } from "./report-context.ts";

type WeekCount = NonNullable<ReportDto["week"]>[number];

/** Draws the numbers of the last seven days, each with its change to the seven before. */
export function drawWeek({ report: { week }, text, number, signed }: ReportContext): Parts {
  if (week === undefined) return [text("store-away")];
  const drawn = week.map((counted) => {
    const written = { change: signed(changeIn(counted)), before: number(counted.before) };
    const change = make("dd", { className: "change" }, text("week.change", written));
    return make(
      "div",
      {},
      make("dt", {}, text(`what.${counted.what}`)),
      make("dd", {}, number(counted.count)),
      change,
    );
  });
  return [make("dl", { className: "headline" }, ...drawn)];
}

/** Returns the change as a share; of nothing, as a number. */
function changeIn({ count, before }: WeekCount): Parameters<ReportContext["signed"]>[0] {
  return before === 0 ? { count } : { share: count / before - 1 };
}
