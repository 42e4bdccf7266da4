import { asksForConfirmation } from "../conversation/reminders/reminders.ts";
import { type Effect, type Stage, stages } from "../conversation/vocabulary.ts";
import type { EventCount, OutgoingMessage } from "../ports.ts";

/** As what a stage is counted by the day; a reminder is counted only when it is sent. */
const countedAs = { begun: "people", "steps-shown": "steps", done: "sent" } as const;

/** Returns the stages that a step has reached, given what it has added to the counts. */
export function stagesOf(progress: readonly EventCount[], effects: readonly Effect[]): readonly Stage[] {
  const isReached = (stage: Stage) =>
    stage === "reminder-set"
      ? effects.some((effect) => effect.type === "set-reminder" && !asksForConfirmation(effect.reminder))
      : progress.some(({ what, count }) => what === countedAs[stage] && count > 0);
  return stages.filter(isReached);
}

/** Adds the stages to the first message. */
export function withStages(
  messages: readonly OutgoingMessage[],
  reached: readonly Stage[],
): readonly OutgoingMessage[] {
  if (reached.length === 0) return messages;
  return messages.map((message, index) => (index === 0 ? { ...message, stages: reached } : message));
}
