import type { History } from "./history.ts";
import { day, groupBy, hasArrived, hour, ofKind, type Sent, second, type Verdict } from "./person-history.ts";

/** What the platform takes of proactive messages on each channel, as its own rules say: so many in so many milliseconds. */
const platformLimits = {
  chat: { windows: [{ most: 2, ms: second }], perChatMs: second },
  phone: {
    windows: [
      { most: 1, ms: hour },
      { most: 20, ms: day },
    ],
    perChatMs: 0,
  },
  page: { windows: [], perChatMs: 0 },
} as const;

/** 6: the platform's limits are kept, by each process. */
export function judgeLimits(history: History): readonly Verdict[] {
  const sent = ofKind(history, "sent");
  const byProcess = [...groupBy(sent, ({ process }) => process).values()];
  return byProcess.flatMap((ofOne) => [
    ...Object.entries(platformLimits).flatMap(([name, { windows, perChatMs }]) => {
      const proactive = ofOne.filter(
        (one) => one.kind !== "answer" && hasArrived(one) && one.chat.startsWith(`${name}:`),
      );
      return [
        ...windows.flatMap((window) => judgeWindow(proactive, window, name)),
        ...judgeChats(proactive, perChatMs),
      ];
    }),
    ...ofOne.flatMap((refused) => judgeRetry(refused, ofOne)),
  ]);
}

function judgeWindow(
  sent: readonly Sent[],
  { most, ms }: { readonly most: number; readonly ms: number },
  name: string,
): readonly Verdict[] {
  return sent.flatMap(({ asked }) => {
    const within = sent.filter((other) => other.asked > asked - ms && other.asked <= asked);
    if (within.length <= most) return [];
    const sentence = `${name} took ${within.length} proactive messages within ${ms} ms`;
    return [{ promise: 6, at: asked, sentence } as const];
  });
}

function judgeChats(sent: readonly Sent[], perChatMs: number): readonly Verdict[] {
  return [...groupBy(sent, ({ chat }) => chat).values()].flatMap((ofChat) =>
    ofChat.flatMap(({ asked, chat }, index) => {
      const before = ofChat[index - 1]?.asked ?? Number.NEGATIVE_INFINITY;
      if (asked - before >= perChatMs) return [];
      return [
        { promise: 6, at: asked, sentence: `${chat} was written to twice within ${perChatMs} ms` } as const,
      ];
    }),
  );
}

/** A second after a refusal its answer has surely arrived: from then on, the chat is let alone for as long as it said. */
function judgeRetry({ at, waitMs = 0, chat }: Sent, sent: readonly Sent[]): readonly Verdict[] {
  const early = sent.find(
    (other) => other.chat === chat && other.asked > at + second && other.asked < at + waitMs,
  );
  if (early === undefined) return [];
  return [{ promise: 6, at: early.asked, sentence: `${chat} was tried too early after a refusal` }];
}
