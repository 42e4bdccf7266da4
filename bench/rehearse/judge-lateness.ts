import type { ChannelName, Guest, Turn } from "./guests.ts";
import { limits, sendAtLimit, type Wanted } from "./limits-alone.ts";
import type { Outage } from "./stage.ts";

/** How late an answer or a reminder was, in milliseconds. */
export interface Lateness {
  readonly channel: ChannelName;
  readonly kind: Turn["kind"];
  /** By the platform's limit alone, computed. */
  readonly limit: number;
  /** By the limit and by the outages, computed. */
  readonly outages: number;
  readonly measured: number;
}

/** How late each answer and reminder was that has come. */
export function judgeLateness(guests: readonly Guest[], outages: readonly Outage[]): readonly Lateness[] {
  return (["telegram", "whatsapp-cloud"] as const).flatMap((channel) => {
    const turns = guests.filter((guest) => guest.channel === channel).flatMap((guest) => guest.turns);
    const come = turns.filter(({ heard }) => heard.length > 0);
    return judgeChannel(channel, come, outages);
  });
}

function judgeChannel(
  channel: ChannelName,
  turns: readonly Turn[],
  outages: readonly Outage[],
): readonly Lateness[] {
  const wanted = turns.map((turn) => {
    const at = turn.from();
    return { turn, at, messages: turn.heard.map((): Wanted => ({ at, kind: turn.kind })) };
  });
  const incoming = wanted
    .filter(({ turn }) => channel === "whatsapp-cloud" && turn.kind === "answer")
    .map(({ at }): Wanted => ({ at, kind: "incoming" }));
  const all = [...incoming, ...wanted.flatMap(({ messages }) => messages)];
  const alone = sendAtLimit(all, limits[channel]);
  const withOutages = sendAtLimit(all, limits[channel], outages);
  return wanted.map(({ turn: { kind, heard }, at, messages }) => {
    const last = (sent: ReadonlyMap<Wanted, number>) =>
      Math.max(...messages.map((message) => sent.get(message) ?? Number.NaN));
    const measured = (heard.at(-1)?.at ?? Number.NaN) - at;
    return { channel, kind, limit: last(alone) - at, outages: last(withOutages) - at, measured };
  });
}
