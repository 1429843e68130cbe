/** Both ends of the strength worker agree on these. */
export interface StrengthQuestion {
  readonly id: number
  readonly password: string
}

export interface Strength {
  /** 0 (very weak) to 4 (very strong). */
  readonly score: number
  /** What makes the password weak and what would help, in sentences; empty for a strong one. */
  readonly advice: string
}

export interface StrengthAnswer {
  readonly id: number
  readonly strength: Strength
}

/** A thread that rates passwords, one after the other. */
export interface StrengthWorker {
  readonly ask: (question: StrengthQuestion) => void
  readonly onAnswer: (listener: (answer: StrengthAnswer) => void) => void
  readonly stop: () => void
}
