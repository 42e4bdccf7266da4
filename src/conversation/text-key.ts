import type conversation from "../../locales/en/conversation.json";
import type reminders from "../../locales/en/reminders.json";

type PluralForm = "one" | "two" | "few" | "many" | "other";
type WithoutForm<Part extends string> = Part extends `${infer Name}_${PluralForm}` ? Name : Part;

type KeyIn<Texts> = {
  [Part in keyof Texts & string]: Texts[Part] extends string
    ? WithoutForm<Part>
    : `${Part}.${KeyIn<Texts[Part]>}`;
}[keyof Texts & string];

/** Texts of a campaign. Its file names its accounts and steps: the start checks them, not the compiler. */
type CampaignKey =
  | "name"
  | "short"
  | "company"
  | `intro.${string}`
  | "accounts.text"
  | "ask-linked.text"
  | `ask-look-up.${"text" | "open"}`
  | `steps.${string}`
  | `date.${string}`
  | `details.${string}`
  | `uses.${"used" | "not-used"}`
  | `ready-text.${"text" | "copy"}`
  | `friend.${"text" | "copy"}`
  | `calendar.${"title" | "text"}`
  | `link-broken.${"text" | "other"}`
  | `done.${"text" | "text-without-account"}`
  | "confirmation.look"
  | `nothing-to-do.${"why" | "helps"}`;

/** The key of a text in `locales/`. The ids of choices, topics and messengers are data, like campaigns. */
export type TextKey =
  | KeyIn<typeof conversation>
  | KeyIn<typeof reminders>
  | `${string}.choices.${string}`
  | `community.join.${string}`
  | `help.${string}.${"label" | "text"}`
  | CampaignKey;
