// The library alone, answering "ok" to every message, which it marks as read by itself: nothing that is built on it can be quicker.
import { launchLibrary } from "../../test/support/whatsapp-web/launch-library.ts";

const { BENCH_BROWSER_ARGS: browserArgs = "[]", BENCH_SESSION: session = "" } = process.env;

const { client } = launchLibrary({ browserArgs: JSON.parse(browserArgs) }, session);
client.on("qr", () => process.stderr.write("scan this\n"));
client.on("ready", () => process.stderr.write("WhatsApp is ready\n"));
client.on("message", ({ from }) => void client.sendMessage(from, "ok"));
process.once("SIGTERM", () => void client.destroy().then(() => process.exit(0)));
