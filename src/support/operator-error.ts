/** What whoever runs the program can correct: its message alone says how, and holds nothing of what people wrote. */
export class OperatorError extends Error {}

/** Several problems that they can correct, one a line. */
export class ProblemsError extends OperatorError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join("\n"), options);
    this.problems = problems;
  }
}

/** Why a channel cannot start: names the setting that mends it, and what to do. */
export class StartError extends OperatorError {
  override name = "StartError";
}
