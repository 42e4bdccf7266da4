import { z } from "zod";
import { ChannelError, type ChannelProblem } from "../../ports.ts";
import { errorCodeOf } from "../../support/error-code-of.ts";

/**
 * What to do after an error of the platform, the channel problem that it counts as, and Meta's codes
 * for it (page of 18 June 2026). Any other code is temporary if the server failed, otherwise our
 * mistake.
 */
const remedies = {
  /** Only the operator can fix it, and nothing can be sent meanwhile. */
  operator: {
    reason: "unavailable",
    codes: [0, 190, 3, 10, 131005, 368, 131031, 130497, 131042, 131045, 133010, 33, 131037],
  },
  /** The whole channel has to wait. */
  "channel-limit": { reason: "unavailable", codes: [4, 80007, 130429] },
  /** Messages to this person have to wait. */
  "pair-limit": { reason: "rate-limited", codes: [131056] },
  /** No proactive messages for four hours. */
  "hold-proactive": { reason: "unavailable", codes: [131048, 131064] },
  temporary: { reason: "unavailable", codes: [1, 2, 131000, 131016, 131057, 133004] },
  /** The person cannot be reached; if that happens twice, a day apart, they are gone. */
  undeliverable: { reason: "held", codes: [131026] },
  /** The 24 hours after the person's last message are over. */
  "window-closed": { reason: "rejected", codes: [131047] },
  /** The person wants no marketing. */
  stopped: { reason: "held", codes: [131050] },
  /** Meta sends this person no templates for now: they get too much marketing, or are in an experiment. */
  capped: { reason: "held", codes: [131049, 130472] },
  /** A template is missing, paused, disabled, or differs from what we expect. */
  template: {
    reason: "held",
    codes: [132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018],
  },
  /** This message cannot be sent; others are not affected. */
  "give-up": { reason: "rejected", codes: [130403, 131021, 131052, 131053] },
  /** Our mistake. */
  rejected: { reason: "rejected", codes: [] },
} as const;
export type Remedy = keyof typeof remedies;

const byCode: ReadonlyMap<number, Remedy> = new Map(
  Object.entries(remedies).flatMap(([remedy, { codes }]) => codes.map((code) => [code, remedy as Remedy])),
);
/** Codes for a permission that the token lacks. */
const isPermission = (code: number) => code >= 200 && code <= 299;

/** Returns what to do after an error code. */
export function remedyOf(code: number): Remedy {
  return byCode.get(code) ?? (isPermission(code) ? "operator" : "rejected");
}

interface CloudErrorDetails {
  readonly problem?: ChannelProblem;
  readonly platformCode?: number | undefined;
}

/** Why the platform did not take a call. */
export class CloudError extends ChannelError {
  readonly remedy: Remedy;
  /** Meta's number of the error; absent if no answer came. */
  readonly platformCode: number | undefined;

  constructor(
    remedy: Remedy,
    message: string,
    { problem = problemOf(remedy), platformCode }: CloudErrorDetails = {},
  ) {
    super("whatsapp-cloud", problem, message);
    this.remedy = remedy;
    this.platformCode = platformCode;
  }
}

const answerSchema = z.object({ error: z.object({ code: z.number() }) });

/** Reads the platform's error response. Its text may contain a phone number, so it is left out. */
export function readError(httpStatus: number, body: unknown): CloudError {
  const code = answerSchema.safeParse(body).data?.error.code;
  const known = code === undefined ? "rejected" : remedyOf(code);
  const isTheirs = httpStatus >= 500 || httpStatus === 429;
  const remedy = known === "rejected" && isTheirs ? "temporary" : known;
  return new CloudError(remedy, `HTTP ${httpStatus}, error ${code ?? "without a code"}`, {
    platformCode: code,
  });
}

/**
 * Turns any error of a call into a CloudError; an error that is not the platform's means that no
 * answer came.
 */
export function toCloudError(error: unknown): CloudError {
  if (error instanceof CloudError) return error;
  const reason = errorCodeOf(error) ?? (error instanceof Error ? error.name : "network");
  return new CloudError("temporary", `no answer (${reason})`);
}

function problemOf(remedy: Remedy): ChannelProblem {
  const { reason } = remedies[remedy];
  return reason === "rate-limited" ? { reason, retryAfterMs: 1_000 } : { reason };
}
