import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'
import type { Strength, StrengthAnswer, StrengthQuestion } from '../host/strength.ts'

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
  translations: english.translations,
})

addEventListener('message', (event: MessageEvent<StrengthQuestion>) => {
  const { id, password } = event.data
  const answer: StrengthAnswer = { id, strength: rate(password) }
  postMessage(answer)
})

function rate(password: string): Strength {
  const { score, feedback } = zxcvbn.check(password)
  const advice = [feedback.warning, ...feedback.suggestions].filter(Boolean).join(' ')
  return { score, advice }
}
