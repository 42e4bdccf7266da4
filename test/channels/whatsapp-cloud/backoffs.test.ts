import { expect, it } from "vitest";
import { Backoffs } from "../../../src/channels/whatsapp-cloud/backoffs.ts";
import { CloudError } from "../../../src/channels/whatsapp-cloud/errors.ts";
import { createLog } from "../../../src/support/log.ts";
import { createTestClock, createTroubleLog } from "../../support/bot-under-test.ts";

it("waits twice as long after each refusal for the channel's limit, and once for those that were refused together", () => {
  const clock = createTestClock("2026-11-26T12:00");
  const backoffs = new Backoffs({ clock, log: createTroubleLog().log });
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

it("tells the operator each of their troubles with Meta's code, and each once an hour", () => {
  const clock = createTestClock("2026-11-26T12:00");
  const written: string[] = [];
  const log = createLog("warn", { write: (line) => void written.push(line) });
  const backoffs = new Backoffs({ clock, log });
  const refuse = (remedy: "operator" | "hold-proactive", platformCode: number) =>
    void backoffs.failed("whatsapp-cloud:FR.1", new CloudError(remedy, "refused", { platformCode }));
  for (let time = 0; time < 3; time += 1) {
    refuse("hold-proactive", 131_048);
    refuse("operator", 131_042);
  }
  expect(written).toEqual([
    expect.stringMatching(/"platformCode":131048.*limits this number for spam/),
    expect.stringMatching(/"platformCode":131042.*the token, the payment method and the account/),
  ]);
  clock.advance(3_600_000);
  refuse("operator", 190);
  expect(written).toHaveLength(3);
});
