import type { TakenMessage } from "./accept-message.ts";
import { cloudSettings } from "./settings.ts";

/** A message in a person's hand. */
export interface SeenCall {
  readonly id: string;
  readonly message: TakenMessage;
  /** When it arrived, in milliseconds of `performance.now()`. */
  readonly at: number;
}

/** A person with a phone. What they do resolves when the webhook has taken it. */
export interface CloudPerson {
  readonly userId: string;
  says(text: string, at?: number): Promise<number>;
  /** Sends something that is no text, such as "audio". */
  sends(type: string): Promise<number>;
  /** Presses the newest button or row with this id or label. */
  presses(idOrLabel: string): Promise<number>;
  /** The next message that was not read yet; rejects after so many milliseconds. */
  next(timeoutMs: number): Promise<SeenCall>;
  /** The messages that have not been read with `next`. */
  unread(): readonly SeenCall[];
  /** The last webhook request once more, as after an answer that was lost. */
  again(): Promise<number>;
  /** All messages so far. */
  seen(): readonly SeenCall[];
  receives(id: string, message: TakenMessage): void;
  /** What the platform tells of a message, each part in a request of its own. */
  statusesOf(id: string, failure?: number): readonly (readonly object[])[];
  wroteAt(): number;
  takesCredit(now: number, perMs: number, burst: number): boolean;
}

interface PeopleOptions {
  readonly now: () => number;
  /** Called with each message of a person's. */
  readonly onWrite: () => void;
  readonly post: (payload: object) => Promise<number>;
}

const metadata = { display_phone_number: "33900000000", phone_number_id: cloudSettings.phoneNumberId };

/** Wraps what a webhook request tells as the platform does. */
export function envelope(...values: readonly object[]): object {
  const changes = values.map((value) => ({
    field: "messages",
    value: { messaging_product: "whatsapp", metadata, ...value },
  }));
  return { object: "whatsapp_business_account", entry: [{ id: cloudSettings.wabaId, changes }] };
}

function categoryOf(call: SeenCall | undefined): string {
  return call?.message.type === "template" ? "utility" : "service";
}

/** The people behind the stand-in. */
export function createPeople({ now, onWrite, post }: PeopleOptions) {
  const people = new Map<string, CloudPerson>();
  let count = 0;

  function person(
    userId: string,
    { number = `336${String(people.size).padStart(8, "0")}`, hasUsername = false } = {},
  ): CloudPerson {
    const known = people.get(userId);
    if (known !== undefined) return known;
    const seen: SeenCall[] = [];
    let readCount = 0;
    let tellArrival: (() => void) | undefined;
    let [wroteAt, last, credit, creditAt] = [0, {}, 0, 0];
    // Whoever has a username hides their number.
    const named = hasUsername ? { user_id: userId } : { wa_id: number, user_id: userId };

    function write(content: object, at = now()): Promise<number> {
      count += 1;
      onWrite();
      wroteAt = Math.max(wroteAt, at);
      const from = hasUsername ? {} : { from: number };
      const id = `wamid.${Buffer.from(`written-${count}`).toString("base64url")}`;
      const timestamp = String(Math.floor(at / 1_000));
      const contacts = [{ profile: { name: "Zoé" }, ...named }];
      const message = { ...from, from_user_id: userId, id, timestamp, ...content };
      last = envelope({ contacts, messages: [message] });
      return post(last);
    }

    function buttonsOf({ message }: SeenCall): readonly { readonly id: string; readonly title: string }[] {
      if (message.type !== "interactive") return [];
      const { interactive } = message;
      return interactive.type === "button"
        ? interactive.action.buttons.map(({ reply }) => reply)
        : interactive.action.sections.flatMap(({ rows }) => rows);
    }

    const created: CloudPerson = {
      userId,
      says: (text, at) => write({ type: "text", text: { body: text } }, at),
      sends: (type) => write({ type, [type]: { id: "1" } }),
      presses(idOrLabel) {
        const isMeant = ({ id, title }: { readonly id: string; readonly title: string }) =>
          [id, title].includes(idOrLabel);
        const bearer = seen.findLast((call) => buttonsOf(call).some(isMeant));
        const button = bearer && buttonsOf(bearer).find(isMeant);
        if (bearer?.message.type !== "interactive" || button === undefined)
          throw new Error(`${userId} sees no button ${idOrLabel}`);
        const kind = `${bearer.message.interactive.type}_reply`;
        const interactive = { type: kind, [kind]: button };
        return write({ type: "interactive", interactive, context: { from: "33900000000", id: bearer.id } });
      },
      again: () => post(last),
      seen: () => seen,
      async next(timeoutMs) {
        if (seen.length === readCount)
          await new Promise<void>((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`${userId} hears nothing`)), timeoutMs);
            tellArrival = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        readCount += 1;
        return seen[readCount - 1] as SeenCall;
      },
      unread: () => seen.slice(readCount),
      receives(id, message) {
        seen.push({ id, message, at: performance.now() });
        tellArrival?.();
        tellArrival = undefined;
      },
      statusesOf(id, failure) {
        const recipient = hasUsername ? {} : { recipient_id: number };
        const status = (name: string, more: object = {}) => {
          const timestamp = String(Math.floor(now() / 1_000));
          return { id, status: name, timestamp, ...recipient, recipient_user_id: userId, ...more };
        };
        if (failure !== undefined) {
          const errors = [{ code: failure, title: "failed", message: "failed" }];
          return [[status("sent")], [status("failed", { errors })]];
        }
        const category = categoryOf(seen.find((call) => call.id === id));
        const pricing = { billable: true, pricing_model: "PMP", type: "regular", category };
        // Out of order, and delivered twice.
        return [
          [status("delivered", { pricing })],
          [status("sent", { pricing }), status("delivered", { pricing })],
          [status("read")],
        ];
      },
      wroteAt: () => wroteAt,
      takesCredit(at, perMs, burst) {
        credit = Math.max(0, credit - (at - creditAt) / perMs);
        creditAt = at;
        if (credit + 1 > burst) return false;
        credit += 1;
        return true;
      },
    };
    people.set(userId, created);
    if (!hasUsername) people.set(number, created);
    return created;
  }

  return { person, byRecipient: (recipient: string) => people.get(recipient) };
}
