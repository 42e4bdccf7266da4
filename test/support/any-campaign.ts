import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { type Campaign, campaignSchema } from "../../src/campaigns/schema.ts";

const names = ["a", "b", "c", "d", "e"];
const groups = ["first", "second"];
const day = 86_400_000;

/** The now of all generated campaigns: their dates lie around it. */
export const now = Date.parse("2026-11-25T10:00Z");

/** Any campaign: no account or up to five, two groups of links at most, further steps, a date behind, ahead or none. */
export function anyCampaign(id: string, position: number): fc.Arbitrary<Campaign> {
  return fc
    .record({
      count: fc.nat(5),
      group: fc.array(fc.constantFrom("none", ...groups), { minLength: 5, maxLength: 5 }),
      kinds: fc.array(fc.constantFrom("form", "setting"), { minLength: 5, maxLength: 5 }),
      further: fc.array(fc.constantFrom("none", "instead", "as-well"), { minLength: 5, maxLength: 5 }),
      hasForm: fc.boolean(),
      isConfirmed: fc.boolean(),
      date: fc.option(fc.integer({ min: -40, max: 40 })),
      zone: fc.constantFrom("Europe/Paris", "America/New_York", "Pacific/Kiritimati"),
    })
    .map(({ count, group, kinds, further, hasForm, isConfirmed, date, zone }) => {
      const accounts = names.slice(0, count);
      const linkGroups = groups
        .map((group_) => ({
          id: group_,
          accounts: accounts.filter((_, index) => group[index] === group_),
          lookAt: "https://a.example/look",
        }))
        .filter((each) => each.accounts.length >= 2);
      return campaignSchema.parse({
        id,
        position,
        accounts: accounts.map((account, index) => ({
          id: account,
          step: {
            kind: kinds[index],
            links: [`https://a.example/${id}/${account}`],
            ...(kinds[index] === "form" && isConfirmed && { confirmation: "any" }),
          },
          further:
            linkGroups.length > 0 || further[index] === "none"
              ? []
              : [
                  {
                    id: `${account}-more`,
                    kind: "form",
                    links: [`https://a.example/${id}/${account}-more`],
                    role: further[index],
                  },
                ],
        })),
        linkGroups,
        ...(hasForm &&
          count > 0 && { withoutAccount: { kind: "form", links: [`https://a.example/${id}/`] } }),
        ...(date !== null && count > 0 && { dates: datesOf(date, zone) }),
        domains: ["a.example"],
        help: ["why"],
        facts: {
          any: {
            sources: [{ name: "someone", kind: "press" }],
            checked: "2026-11-24",
            statedIn: ["steps.limits"],
          },
        },
      });
    });
}

function datesOf(daysFromNow: number, zone: string) {
  const lastDay = Temporal.Instant.fromEpochMilliseconds(now + daysFromNow * day)
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  return {
    lastDay: lastDay.toString(),
    starts: lastDay.add({ days: 1 }).toString(),
    zone,
    remindDaysBefore: [7, 3, 1],
  };
}

/** Between one and twelve campaigns: more than a page of them. */
export const anyCampaigns: fc.Arbitrary<readonly Campaign[]> = fc
  .integer({ min: 1, max: 12 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, index) => anyCampaign(`campaign-${index}`, index))),
  );
