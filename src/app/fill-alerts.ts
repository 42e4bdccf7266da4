import { wantsAlert } from "../conversation/alerts/alerts.ts";
import { zoneOfPerson } from "../conversation/context.ts";
import { nextAllowed } from "../conversation/schedule.ts";
import type { Alert, Instant } from "../conversation/vocabulary.ts";
import { type Channel, channelNameOf, type Outside, type StoredAlert, type Subscribers } from "../ports.ts";
import type { World } from "./gather-facts.ts";

/** The dependencies of sending alerts, and of what the operator does with them. */
export interface AlertDependencies extends Pick<Outside, "store" | "clock"> {
  readonly world: World;
  /** All channels that are set up, whether or not they run in this process. */
  readonly channels: readonly Pick<Channel, "name" | "limits" | "alerts">[];
}

/** How many people are looked at in one transaction. */
export const sliceSize = 500;

/** Later than every due reminder. */
export const ever = Number.MAX_SAFE_INTEGER;

/** Returns the alerts that run, the oldest first. */
export async function runningAlerts(
  store: Pick<Outside["store"], "alerts">,
): Promise<readonly StoredAlert[]> {
  return (await store.alerts()).filter(({ state }) => state === "running");
}

/**
 * Adds, for each running alert, a due row for everyone who wants it. The row of a person whose channel
 * is not running waits until it is. Ends the alerts that have no row left, and returns them. After a
 * crash it continues where it was: the rows and `filledTo` are committed together.
 */
export async function fillAlerts(dependencies: AlertDependencies): Promise<readonly StoredAlert[]> {
  const { store } = dependencies;
  const ended: StoredAlert[] = [];
  for (const alert of await runningAlerts(store)) {
    for (let from = alert.filledTo; from < alert.createdAt; )
      from = await fillSlice({ ...alert, filledTo: from }, dependencies);
    const waiting = await store.countReminders({ alert: alert.id }, 0, ever, 1);
    if (waiting > 0 || alert.filledTo < alert.createdAt) continue;
    if (await store.transaction((transaction) => transaction.setAlertState(alert.id, "done")))
      ended.push(alert);
  }
  return ended;
}

/** Adds one slice of rows; returns the new `filledTo`. */
function fillSlice(alert: StoredAlert, dependencies: AlertDependencies): Promise<Instant> {
  const { store, clock, world } = dependencies;
  const { id, campaign, news: slot } = alert;
  return store.transaction(async (transaction) => {
    const found = await transaction.subscribers(alert.filledTo, alert.createdAt, sliceSize);
    const recipients = recipientsOf(found, alert, dependencies);
    if (!(await transaction.fillAlert(alert, found.upTo, recipients.length))) return alert.createdAt;
    for (const { id: to, person } of recipients) {
      const dueAt = nextAllowed(clock.now(), zoneOfPerson(person, world));
      await transaction.setReminder(to, { campaign, slot, dueAt, alert: id });
    }
    return found.upTo;
  });
}

/** Returns the people whom the alert concerns, except on channels where alerts are off. */
export function recipientsOf(
  { people }: Subscribers,
  alert: Alert,
  { channels }: Pick<AlertDependencies, "channels">,
): Subscribers["people"] {
  const off = channels.filter(({ alerts }) => alerts?.isOff).map(({ name }) => name);
  return people.filter(({ id, person }) => !off.includes(channelNameOf(id)) && wantsAlert(person, alert));
}
