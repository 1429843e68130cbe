import type {
  Strength,
  StrengthAnswer,
  StrengthQuestion,
  StrengthWorker,
} from '../../../renderer/host/strength.ts'

/** A strength worker that answers when a test says so. */
export class StrengthWorkerDouble implements StrengthWorker {
  readonly questions: StrengthQuestion[] = []
  stopped = false
  #listener: (answer: StrengthAnswer) => void = () => {}

  readonly ask = (question: StrengthQuestion): void => {
    this.questions.push(question)
  }

  readonly onAnswer = (listener: (answer: StrengthAnswer) => void): void => {
    this.#listener = listener
  }

  readonly stop = (): void => {
    this.stopped = true
  }

  /** Answers the question asked `index`-th. */
  answer(index: number, strength: Strength): void {
    const question = this.questions[index]
    if (question === undefined) throw new Error(`no question ${index} was asked`)
    this.#listener({ id: question.id, strength })
  }
}
