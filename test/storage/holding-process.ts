import { writeSync } from "node:fs";
import { openStore } from "../../src/storage/open-store.ts";

// A process to be killed: takes the role "polling" and the delivery of one conversation, says so, and holds them without end.
const [url = ""] = process.argv.slice(2);

const store = await openStore(url);
const hold = await store.hold("polling");
const rows = await store.outbox("test:ana");
writeSync(1, `${hold?.isHeld() === true} ${rows.length}\n`);
