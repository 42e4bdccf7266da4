import type { Dispatcher } from "undici";

/**
 * Makes one HTTP request; gives the body of the answer, whatever its status. Rejects where there is none, or at the signal.
 * undici's own `request` builds a stream of Node's for each body, 10 µs of processor time a call (bench/README.md).
 */
export function requestText(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal?: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const answer = new Answer(resolve, reject);
    if (signal !== undefined) answer.cutAt(signal);
    dispatcher.dispatch(options, answer);
  });
}

/** What undici tells of an answer, until it is whole. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #resolve: (body: string) => void;
  readonly #reject: (error: unknown) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #signal: AbortSignal | undefined;

  constructor(resolve: (body: string) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  cutAt(signal: AbortSignal): void {
    this.#signal = signal;
    signal.addEventListener("abort", this.#cut);
  }

  readonly #cut = (): void => {
    const reason: unknown = this.#signal?.reason;
    this.#controller?.abort(reason instanceof Error ? reason : new Error("aborted"));
    this.#end();
    this.#reject(reason);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal?.aborted) this.#cut();
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end();
    this.#resolve(Buffer.concat(this.#chunks).toString());
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#end();
    this.#reject(error);
  }

  #end(): void {
    this.#signal?.removeEventListener("abort", this.#cut);
  }
}
