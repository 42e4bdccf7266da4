import { noteLanguage } from "../assigns.ts";
import { stranger, withoutAlerts, withPush } from "../context.ts";
import { tellWithNote } from "../help/not-understood.ts";
import { answer, asking, inPerson, perform, statechart, tell } from "../statechart.ts";
import { myDataSaying } from "./say-my-data.ts";

const changeLanguage = {
  target: "#question",
  actions: [noteLanguage, tellWithNote("language.changed")],
} as const;

/** Side trips to the menu, to another language, and to erasing everything. */
export const menuAsides = {
  language: statechart.createStateConfig({ ...asking("language"), on: { language: changeLanguage } }),

  menu: statechart.createStateConfig({ ...asking("menu") }),

  forget: statechart.createStateConfig({
    ...asking("forget"),
    on: {
      no: { target: "#question", actions: tell("forget.kept") },
      yes: {
        target: "#fresh",
        actions: [perform(() => [{ type: "erase-person" }]), tell("forget.done"), inPerson(() => stranger)],
      },
    },
  }),
};

/** The transitions to the menu and to what stands in it for anyone, at any moment. */
export const menuAnywhere = statechart.createStateConfig({
  on: {
    menu: { target: ".aside.menu" },
    "go-on": { target: "#question" },
    back: { target: "#question", actions: tell("back.first") },
    "change-language": { target: ".aside.language" },
    language: changeLanguage,
    "my-data": answer(myDataSaying),
    "forget-me": { target: ".aside.forget" },
    stop: {
      actions: [
        inPerson(({ person }) => ({ ...withoutAlerts(withPush(person, undefined)), stopped: true })),
        perform(() => [{ type: "cancel-reminders" }, { type: "drop-alerts" }, { type: "unsubscribe" }]),
        tell("stop.text"),
      ],
    },
  },
});
