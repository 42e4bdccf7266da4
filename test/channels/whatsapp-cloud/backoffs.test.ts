import { expect, it } from "vitest";
import { createBackoffs } from "../../../src/channels/whatsapp-cloud/backoffs.ts";
import { CloudError } from "../../../src/channels/whatsapp-cloud/errors.ts";
import { createTestClock, createTroubleLog } from "../../support/bot-under-test.ts";

it("waits twice as long after each refusal for the channel's limit, and once for those that were refused together", () => {
  const clock = createTestClock("2026-11-26T12:00");
  const backoffs = createBackoffs({ clock, log: createTroubleLog().log });
  const limit = new CloudError("channel-limit", "too much at once");
  const refuse = () => backoffs.failed("whatsapp-cloud:FR.1", limit);
  for (const expected of [1_000, 2_000, 4_000]) {
    for (let together = 0; together < 6; together += 1) refuse();
    expect(backoffs.pauseMs()).toBe(expected);
    clock.advance(expected);
  }
  backoffs.succeeded("whatsapp-cloud:FR.1");
  refuse();
  expect(backoffs.pauseMs()).toBe(1_000);
});
