import { asking, perform, statechart, tell } from "../statechart.ts";
import { servicesAsides } from "./services.ts";

/** Side trips: each returns to the question that was open, and asks it again. */
export const asidesStates = {
  ...servicesAsides,

  language: statechart.createStateConfig({
    ...asking("language"),
    on: {
      language: {
        target: "#question",
        actions: [{ type: "noteLanguage", params: ({ event }) => event.language }, tell("language.changed")],
      },
    },
  }),

  menu: statechart.createStateConfig({ ...asking("menu") }),

  /** Someone comes back: go on, or start again? */
  resume: statechart.createStateConfig({ ...asking("resume") }),

  help: statechart.createStateConfig({ ...asking("help") }),

  "my-reminders": statechart.createStateConfig({ ...asking("my-reminders") }),

  forget: statechart.createStateConfig({
    ...asking("forget"),
    on: {
      no: { target: "#question", actions: tell("forget.kept") },
      yes: {
        target: "#fresh",
        actions: [perform(() => [{ type: "erase-person" }]), tell("forget.done"), "forget"],
      },
    },
  }),
};
