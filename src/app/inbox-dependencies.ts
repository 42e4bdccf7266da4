import type { Channel, Outside } from "../ports.ts";
import type { DayCounter } from "./count-days.ts";
import type { Delivery } from "./delivery.ts";
import type { World } from "./gather-facts.ts";
import type { Limiter } from "./limiter.ts";
import type { Grammar } from "./understand.ts";

/** What the inbox and the reminders need. */
export interface InboxDependencies extends Outside {
  readonly grammar: Grammar;
  readonly world: World;
  readonly delivery: Pick<Delivery, "wake" | "isCircuitOpen" | "isUndisturbed">;
  readonly limiterOf: (channel: Channel) => Omit<Limiter, "send" | "recall" | "recount" | "forgetPast">;
  readonly days: Pick<DayCounter, "add">;
  /**
   * How many messages of one person are answered in a minute. If infinite, every message is answered,
   * even if its answer was just said.
   */
  readonly messagesPerMinute: number;
}
