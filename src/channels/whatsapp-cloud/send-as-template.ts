import type { Language } from "../../conversation/vocabulary.ts";
import type { ChannelNotes, Clock, ConversationId, Inbox } from "../../ports.ts";
import { day } from "../../support/durations.ts";
import type { Backoffs } from "./backoffs.ts";
import type { ChatNotes } from "./chat-notes.ts";
import { CloudError } from "./errors.ts";
import { type DueReminder, type TemplateWatch, templateCall } from "./templates.ts";

interface ReminderDependencies extends Pick<ChannelNotes, "lastSeen"> {
  readonly clock: Clock;
  readonly notes: Pick<ChatNotes, "read" | "keepReminder">;
  readonly backoffs: Pick<Backoffs, "hold">;
  readonly templates: Pick<TemplateWatch, "choose" | "refuse">;
  /** Sends a call; resolves with the platform's id of the message. */
  readonly post: (id: ConversationId, call: object) => Promise<string>;
}

/** For how long after a person's message any message may be sent to them. */
export const windowMs = day;

/**
 * Sends reminders, as free text or as templates, and sends again those that failed after they were
 * accepted.
 */
export function createReminderSender(dependencies: ReminderDependencies) {
  const { clock, lastSeen, notes, backoffs, templates, post } = dependencies;

  async function postTemplate(id: ConversationId, reminder: DueReminder, language: Language) {
    const kind = templates.choose(reminder, language);
    if (kind === undefined) throw new CloudError("give-up", "the template might arrive after the last day");
    try {
      return await post(id, templateCall(reminder, kind, language));
    } catch (error) {
      if (error instanceof CloudError) noteRefusal(id, error, reminder, language);
      throw error;
    }
  }

  /** Notes what a refused reminder means for later ones. */
  function noteRefusal(
    id: ConversationId,
    { remedy }: CloudError,
    reminder: DueReminder,
    language: Language,
  ): void {
    const kind = templates.choose(reminder, language);
    if (remedy === "template" && kind !== undefined) templates.refuse(kind, language);
    // Meta counts the reminder as marketing. An alert is marketing: the person's alerts have ended.
    if (remedy === "stopped" && reminder.kind !== "alert") backoffs.hold(id);
  }

  return {
    /**
     * Sends a reminder as `call` within 24 hours of the person's last message, otherwise as its
     * template. Stores it for two days.
     */
    async send(id: ConversationId, reminder: DueReminder, language: Language, call?: object): Promise<void> {
      const at = clock.now();
      const isOpen = at < ((await lastSeen(id)) ?? 0) + windowMs;
      const asItIs = isOpen && call ? await post(id, call).catch(ifWindowIsClosed) : undefined;
      const messageId = asItIs ?? (await postTemplate(id, reminder, language));
      const sent = { messageId, at, language, reminder: { ...reminder, taps: [...reminder.taps] } };
      await notes.keepReminder(id, sent);
    },
    /**
     * Puts a reminder that failed after it was accepted into the outbox again, as its template, where it
     * waits while the person's reminders are held. Does nothing if it failed for good, was no reminder,
     * or its person is no longer known.
     */
    async sendAgain(id: ConversationId, messageId: string, refusal: CloudError, inbox: Inbox): Promise<void> {
      if (refusal.remedy !== "window-closed" && refusal.problem.reason !== "held") return;
      const { reminders } = await notes.read(id);
      const sent = reminders.find((one) => one.messageId === messageId);
      if (sent === undefined) return;
      const { reminder, language } = sent;
      noteRefusal(id, refusal, reminder, language);
      if (refusal.remedy === "stopped" && reminder.kind === "alert") return;
      const key = `whatsapp-cloud:${messageId} as its template`;
      await inbox.resend(key, id, { text: [], reminder, language });
    },
  };
}

/** Swallows the error that the window has closed: the platform's clock decides. */
function ifWindowIsClosed(error: unknown): undefined {
  if (error instanceof CloudError && error.remedy === "window-closed") return undefined;
  throw error;
}
