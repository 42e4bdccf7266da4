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

/** What is told of a trained model's file that was cut off, or not made from the examples beside it. */
export function notOfItsExamples(path: string, command: string): OperatorError {
  return new OperatorError(
    `${path}: was not made from the examples beside it: take both from a fresh copy of this version, ` +
      `or, if you have changed the examples, run "${command}"`,
  );
}

/** Why a part cannot start: names the setting to correct, and what to do. */
export class StartError extends OperatorError {
  override name = "StartError";
}
