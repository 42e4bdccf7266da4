/**
 * A problem that the operator can correct: its message says how, and holds nothing of what people
 * wrote.
 */
export class OperatorError extends Error {}

/** Several such problems, one per line. */
export class ProblemsError extends OperatorError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join("\n"), options);
    this.problems = problems;
  }
}

/** Why a part cannot start: names the setting to correct, and what to do. */
export class StartError extends OperatorError {
  override name = "StartError";
}
