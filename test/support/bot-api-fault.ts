import type { ResponseParameters } from "grammy/types";

/** An answer of the Bot API that is not "ok". */
export class BotApiError extends Error {
  readonly code: number;
  readonly parameters: ResponseParameters | undefined;

  constructor(code: number, description: string, parameters?: BotApiError["parameters"]) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

/** Telegram's answer to a request that makes no sense. */
export function badRequest(description: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${description}`);
}

/** Something that goes wrong on purpose, for calls of one method, of one chat, or for all. */
export type Fault = {
  readonly method?: string;
  readonly chatId?: number;
  /** How many calls it affects; 1 if absent. */
  readonly times?: number;
} & (
  | {
      readonly kind: "error";
      readonly code: number;
      readonly description: string;
      readonly retryAfter?: number;
      readonly migrateTo?: number;
    }
  /** The connection is cut before anything is done. */
  | { readonly kind: "cut" }
  /** It is done, and the answer gets lost. */
  | { readonly kind: "drop-answer" }
  /** Neither done nor answered. */
  | { readonly kind: "hang" }
  /** A proxy answers with a page. */
  | { readonly kind: "not-json" }
  | { readonly kind: "slow"; readonly ms: number }
);

/** The faults that are armed; `take` returns the first one that matches a call, and uses it up. */
export function createFaults() {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  let draw: () => Fault | undefined = () => undefined;
  return {
    add(fault: Fault): void {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    /** From now on this is called for every call without an armed fault. */
    byChance(given: typeof draw): void {
      draw = given;
    },
    clear(): void {
      waiting = [];
      draw = () => undefined;
    },
    take(method: string, chatId: number): Fault | undefined {
      const found = waiting.find(
        ({ fault }) =>
          (fault.method === undefined || fault.method === method) &&
          (fault.chatId === undefined || fault.chatId === chatId),
      );
      if (found === undefined) return draw();
      found.left -= 1;
      if (found.left <= 0) waiting = waiting.filter((one) => one !== found);
      return found.fault;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;
