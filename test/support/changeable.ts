import type { Person, Reminder } from "../../src/conversation/vocabulary.ts";

/** What is known of someone. */
interface Known {
  readonly person: Person;
  readonly reminders: readonly Reminder[];
}

/** What is taken back, without the order in which things are stored. */
export function changeable({ person, reminders }: Known): unknown {
  const { following, country, zone } = person;
  const times = reminders.map(({ campaign, slot, dueAt, uid }) => [campaign, slot, dueAt, uid ?? ""].join());
  return JSON.parse(JSON.stringify({ following, country, zone, times: times.sort() }));
}
