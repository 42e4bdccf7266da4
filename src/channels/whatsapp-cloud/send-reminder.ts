import type { Language } from "../../conversation/vocabulary.ts";
import type { ChannelNotes, Clock, ConversationId, Inbox } from "../../ports.ts";
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

/** So long after a person's message they may be sent anything. */
export const windowMs = 86_400_000;

/** Sends reminders, as they are or as their templates, and once more those that failed after they were accepted. */
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

  /** Notes what the refusal of a reminder means for those after it. */
  function noteRefusal(
    id: ConversationId,
    { remedy }: CloudError,
    reminder: DueReminder,
    language: Language,
  ): void {
    const kind = templates.choose(reminder, language);
    if (remedy === "template" && kind !== undefined) templates.refuse(kind, language);
    // Meta takes it for marketing. An alert is marketing: its person's alerts have ended.
    if (remedy === "stopped" && reminder.kind !== "alert") backoffs.hold(id);
  }

  return {
    /** Within 24 hours of the person's last message as it is; else, or if there is no such call, as its template. Notes it for two days. */
    async send(id: ConversationId, reminder: DueReminder, language: Language, call?: object): Promise<void> {
      const at = clock.now();
      const isOpen = at < ((await lastSeen(id)) ?? 0) + windowMs;
      const asItIs = isOpen && call ? await post(id, call).catch(ifWindowIsClosed) : undefined;
      const messageId = asItIs ?? (await postTemplate(id, reminder, language));
      const sent = { messageId, at, language, reminder: { ...reminder, taps: [...reminder.taps] } };
      await notes.keepReminder(id, sent);
    },
    /**
     * Puts into the outbox, as its template, what was accepted and failed afterwards: it waits there while its person is held. Nothing if
     * it failed for good, was no reminder, or if its person is not known any more.
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

/** The platform may know better than we when the window has closed. */
function ifWindowIsClosed(error: unknown): undefined {
  if (error instanceof CloudError && error.remedy === "window-closed") return undefined;
  throw error;
}
