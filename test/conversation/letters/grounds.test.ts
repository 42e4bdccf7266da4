import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compose } from "../../../src/app/compose.ts";
import { renderMessage } from "../../../src/channels/whatsapp/render.ts";
import { groundsId, groundsOf } from "../../../src/conversation/letters/grounds-id.ts";
import { type ConversationState, step } from "../../../src/conversation/step.ts";
import { encodeTap } from "../../../src/conversation/tap.ts";
import { type ConversationEvent, type EventOf, groundIds } from "../../../src/conversation/vocabulary.ts";
import { allCampaigns, content } from "../../support/bot-under-test.ts";
import { worldOf } from "../../support/walk-conversation.ts";

const now = Date.parse("2026-05-24T10:00Z");
const world = worldOf([...allCampaigns.values()], now);
const start: ConversationEvent = { type: "start", campaign: "meta", language: "fr" };
const accounts: ConversationEvent = { type: "accounts", accounts: ["facebook"] };
const uk: ConversationEvent = { type: "topic", topic: "uk", country: "GB" };
const asked = fc
  .record({
    type: fc.constantFrom("grounds" as const, "write" as const),
    grounds: fc.subarray([...groundIds]),
    campaign: fc.constantFrom(...allCampaigns.keys()),
    inEnglish: fc.boolean(),
  })
  .map(
    ({ inEnglish, ...event }): EventOf<"grounds" | "write"> => (inEnglish ? { ...event, inEnglish } : event),
  );

/** The state and the messages after these events, one message each. */
function said(...events: readonly ConversationEvent[]) {
  let state: ConversationState = { person: { stopped: false, following: {} } };
  let messages: ReturnType<typeof compose> = [];
  for (const event of events) {
    const { effects, language, person, saved, memory } = step(state, [event], world);
    state = { person, saved, memory };
    messages = compose(effects, content.wording, language, now);
  }
  return { state, messages, copy: messages.flatMap(({ copy }) => copy?.text ?? []).join() };
}

describe("The grounds that a person chooses for a text", () => {
  it("leave no trace in what is kept: all of it is the same, whichever they are", () => {
    const choose = (event: ConversationEvent) => said(start, accounts, event).state;
    for (const type of ["grounds", "write"] as const)
      fc.assert(
        fc.property(fc.subarray([...groundIds], { minLength: 1 }), (grounds) => {
          expect(choose({ type, grounds })).toEqual(choose({ type, grounds: ["work"] }));
        }),
      );
  });

  it("are read from the button's id, which any messenger takes, and from no other", () => {
    fc.assert(
      fc.property(asked, (event) => {
        const id = groundsId(event);
        expect(groundsOf(id, event.campaign)).toEqual(event);
        expect(encodeTap("grounds", event.campaign, id)).toContain(id);
      }),
    );
    for (const id of ["", "x", "hc", "cc", "letter", "en-", "en-letter-c"])
      expect(groundsOf(id, "meta")).toBeUndefined();
  });

  it("are noted by no messenger that notes its polls: WhatsApp shows them as a numbered text", () => {
    const { messages } = said(start, accounts, { type: "grounds", grounds: ["health"] });
    const parts = messages.flatMap((message) => renderMessage(message, true));
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts)
      expect(part).toEqual({ type: "text", text: expect.any(String), buttons: undefined });
  });

  it("stand in the text in the language of the person, or in English where they ask for it", () => {
    const { copy } = said(start, accounts, { type: "grounds", grounds: ["children", "health"] });
    expect(copy).toMatch(/^Je m’oppose .* enfants de ma famille.* ma santé\.$/);
    const english = said(start, accounts, { type: "grounds", grounds: ["health"], inEnglish: true });
    expect(english.copy).toMatch(/^I object .* my health\.$/);
  });

  it("stand in a letter before what it demands: erasure, restriction, an answer within a month", () => {
    const { copy } = said(start, accounts, { type: "write", grounds: ["art"] });
    expect(copy).toMatch(/^Je m’oppose .* mes propres œuvres\. Merci .*article 17.*article 18.*article 12/);
  });

  it("come after the law of the country where the person lives", () => {
    const { copy } = said(start, accounts, uk, { type: "grounds", grounds: ["work"] });
    expect(copy).toMatch(/article 21 du RGPD.*article 21 du RGPD britannique.*mon métier/i);
    expect(said(start, accounts, { type: "grounds", grounds: ["work"] }).copy).not.toMatch(/britannique/);
  });

  it("come after the law of where the person lives, whatever other place was asked about last", () => {
    const living = (country: string): ConversationEvent => ({ type: "country", country });
    const swiss: ConversationEvent = { type: "topic", topic: "switzerland", country: "CH" };
    const quebec: ConversationEvent = { type: "topic", topic: "quebec", country: "CA" };
    const copyOf = (...events: readonly ConversationEvent[]) =>
      said(start, accounts, { type: "complain" }, ...events, { type: "grounds", grounds: ["work"] }).copy;
    expect(copyOf(swiss)).toMatch(/loi fédérale suisse/);
    expect(copyOf(living("FR"), swiss)).not.toMatch(/suisse/);
    expect(copyOf(living("GB"), swiss)).toMatch(/RGPD britannique/);
    expect(copyOf(living("CA"), quebec)).toMatch(/droit québécois/);
    expect(copyOf(living("CA"))).not.toMatch(/québécois/);
  });

  it("are not asked for where an owner writes, or where there is nothing to do", () => {
    for (const campaign of ["slack", "gmail"]) {
      const { messages } = said({ ...start, campaign }, { type: "grounds" });
      expect(messages.flatMap(({ choices = [] }) => choices.map(({ id }) => id)).join()).not.toMatch(
        /grounds/,
      );
    }
  });
});
