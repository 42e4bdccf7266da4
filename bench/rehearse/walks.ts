/** What a person does and how the answer ends, or when a reminder is due and how that ends. */
type Step = { readonly act: string; readonly ends: string } | { readonly due: string; readonly ends: string };

/** A way through the day. */
export interface Walk {
  readonly name: string;
  readonly steps: readonly Step[];
}

const start = { act: "/start meta-en", ends: "Which accounts do you have?" };
const both = { act: "* Both", ends: "linked in Meta’s Accounts Center" };
const notLinked = { act: "* No", ends: "What now?" };
const reminded = (due: string) => ({ due, ends: "here is the reminder you asked for" });
const noted = "Noted for Meta. I’ll write to you on";

/** Who comes when the newsroom's article is out. */
export const launchWalks: readonly Walk[] = [
  {
    name: "presses",
    steps: [
      start,
      both,
      notLinked,
      { act: "* Remind me", ends: "When do you want me to remind you" },
      { act: "today at 6pm", ends: noted },
      reminded("18:00"),
    ],
  },
  {
    name: "writes",
    steps: [
      start,
      { act: "just instagram", ends: "What now?" },
      { act: "remind me today at 6pm", ends: noted },
      reminded("18:00"),
      { act: "* I’ve done it", ends: "whether the confirmation e-mail has arrived" },
    ],
  },
  {
    name: "is reminded later",
    steps: [
      start,
      { act: "both", ends: both.ends },
      { act: "no they are not", ends: "What now?" },
      { act: "remind me today at 6:01 pm", ends: noted },
      reminded("18:01"),
    ],
  },
  {
    name: "does it at once",
    steps: [
      start,
      { act: "facebook", ends: "What now?" },
      { act: "* I’ve done it", ends: "whether the confirmation e-mail has arrived" },
      { act: "* No, I’ll see to it", ends: "All right, I won’t ask" },
    ],
  },
];

/** Who comes in the evening, hours before the date. */
export const eveningWalks: readonly Walk[] = [
  { name: "comes late, presses", steps: [start, both, notLinked] },
  {
    name: "comes late, writes",
    steps: [
      start,
      { act: "just facebook", ends: "What now?" },
      { act: "is it too late?", ends: "It is not too late. " },
    ],
  },
];

/** Who asked last week, and says nothing today: on WhatsApp a template reminds them, of which only the name is seen. */
export const lastWeekWalk: Walk = { name: "asked last week", steps: [{ due: "18:00", ends: "" }] };
