import { writeSync } from "node:fs";
import type { Transaction } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { someConversation, someMessage } from "../support/store-contract.ts";

// A process to be killed: opens the store, then writes without end, and prints the number of each transaction once the
// store says that it is kept. Eight at a time, so that some share a commit.
const [url = "", first = "0"] = process.argv.slice(2);

/** All that the one number stands for, in one transaction. */
async function writeAll(transaction: Transaction, number: number): Promise<void> {
  await transaction.claimUpdateId(`update ${number}`, number);
  await transaction.save(`test:${number}`, someConversation("fr", number), number);
  await transaction.setReminder(`test:${number}`, { campaign: "meta", slot: "soon", dueAt: number });
  await transaction.enqueue(`test:${number}`, "answer", [someMessage(`${number}`)], {
    now: number,
    goodUntil: number + 1,
  });
}

async function run(): Promise<void> {
  const store = await openStore(url);
  writeSync(1, "open\n");
  let next = Number(first);
  const writeOn = async () => {
    for (;;) {
      const number = next++;
      await store.transaction((transaction) => writeAll(transaction, number));
      writeSync(1, `${number}\n`);
      // The writing ends when it is killed; a pause keeps the file small.
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  await Promise.all(Array.from({ length: 8 }, writeOn));
}

run().catch((error: unknown) => {
  writeSync(1, `${String(error)}\n`);
  process.exitCode = 1;
});
