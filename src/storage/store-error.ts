/** Why the store cannot do its work: one sentence that says who, what and what to do. Never holds what people told us. */
export class StoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
  }
}
