/** A command was called in a way that it does not understand; says how it is called. */
export class UsageError extends Error {}
