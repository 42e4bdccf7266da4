import { type Context, withoutAlerts } from "../context.ts";
import { askBriefly, inPerson, perform, statechart, tell, when } from "../statechart.ts";
import { alertEffect } from "./alerts.ts";

export function hasAlerts({ facts }: Context): boolean {
  return !facts.noAlerts;
}

/** Notes the wish for alerts, and says what it means. */
export const beginAlerts = [
  inPerson(({ person, facts }) => ({ alertsSince: facts.now, ...person, stopped: false })),
  perform(() => [{ type: "offer-push" }]),
  tell("alerts.on"),
] as const;

/** The transitions to and from alerts. */
export const alertsAnywhere = statechart.createStateConfig({
  on: {
    alerts: [
      { guard: when(hasAlerts), target: "#question", actions: [askBriefly, ...beginAlerts] },
      { target: "#question", actions: tell("alerts.none") },
    ],
    "no-more-alerts": {
      target: "#question",
      actions: [
        askBriefly,
        inPerson(({ person }) => withoutAlerts(person)),
        perform(() => [{ type: "drop-alerts" }]),
        tell("alerts.off"),
      ],
    },
    // Sends the alert; the open question stays open.
    "alert-due": { actions: perform((context, { alert }) => [alertEffect(context, alert)]) },
  },
});
