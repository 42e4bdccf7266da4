import type { SqlEngine } from "../../src/storage/sql.ts";
import type { Choices } from "./choices.ts";
import type { Happening } from "./history.ts";
import type { StoreView } from "./store-view.ts";
import type { Owner, VirtualTime } from "./virtual-time.ts";

/** A process, as its database sees it. */
export interface Client extends Owner {
  /** Aborted when the process dies. */
  readonly death: AbortSignal;
  readonly number: number;
}

/** The database that all processes share, and what goes wrong with it. */
export interface Database {
  /** Nobody reaches it. */
  isAway: boolean;
  /** Leaves no room, or as much as anyone wants; absent where the disk is never full. */
  setFull?(isFull: boolean): Promise<void>;
  /** Resolves when it can be used: it is empty then. */
  begin(): Promise<void>;
  /** Opens it for one process: what that awaits may never go on; what it has begun is undone when it dies. */
  open(client: Client): Promise<SqlEngine>;
  /** It hears nothing of this process any more, and takes it for dead. */
  cut(client: Client): void;
  /** Resolves once all has gone on that does not wait for the world's time. */
  goneOn(): Promise<void>;
  /** To be used from the end of `begin` on. */
  readonly view: StoreView;
  close(): Promise<void>;
}

/** The world that a database is a part of. */
export interface DatabaseWorld {
  readonly time: VirtualTime;
  readonly choices: Choices;
  readonly note: (happening: Happening) => void;
}
