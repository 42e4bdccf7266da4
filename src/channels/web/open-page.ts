import type { PageEvent } from "./wire.ts";

/** One open page: what is written to it arrives there as server-sent events. */
export interface OpenPage {
  readonly body: ReadableStream<Uint8Array>;
  write(event: PageEvent): void;
  /** Keeps what lies between from closing the connection. */
  beat(): void;
  close(): void;
  /** Resolves when it is closed, whoever closed it. */
  readonly closed: Promise<void>;
}

/** A page that has not taken this much is as good as closed. */
const backlogCap = 262_144;
const utf8 = new TextEncoder();

/** Opens a page. */
export function createOpenPage(): OpenPage {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let markClosed = () => {};
  const closed = new Promise<void>((resolve) => {
    markClosed = () => {
      controller = undefined;
      resolve();
    };
  });
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      cancel: () => markClosed(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: backlogCap }),
  );

  function push(text: string): void {
    if (controller === undefined) return;
    controller.enqueue(utf8.encode(text));
    if ((controller.desiredSize ?? 0) <= 0) close();
  }

  function close(): void {
    controller?.close();
    markClosed();
  }

  return {
    body,
    write: (event) => push(`data: ${JSON.stringify(event)}\n\n`),
    beat: () => push(":\n\n"),
    close,
    closed,
  };
}
