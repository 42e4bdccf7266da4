import { type AnyActorScope, createEmptyActor, type ExecutableActionObject } from "xstate";
import { machine } from "./machine.ts";
import type { Snapshot } from "./saved.ts";
import type { ConversationEvent } from "./vocabulary.ts";

/** An actor that does nothing and is never started: the machine wants one to name in its actions. */
const nobody = createEmptyActor();
const nothing = () => {};

/**
 * Takes the machine one event further; gives the next snapshot and the actions that it names, none of them done.
 * The same as XState's own `transition()`, which builds an actor for every call and so takes twice as long.
 */
export function transition(
  snapshot: Snapshot,
  event: ConversationEvent,
): readonly [Snapshot, readonly ExecutableActionObject[]] {
  const actions: ExecutableActionObject[] = [];
  const scope: AnyActorScope = {
    self: nobody,
    system: nobody.system,
    id: nobody.id,
    sessionId: nobody.sessionId,
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: actions.push.bind(actions),
  };
  return [machine.transition(snapshot, event, scope), actions];
}
