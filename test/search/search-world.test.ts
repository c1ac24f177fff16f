import { drawnWords } from './drawn.ts'
import { markedWords } from './marked.ts'
import { searchedOfTests } from './searched.ts'
import { selectedCalls } from './selected.ts'
import { typedWords } from './typed.ts'

/* One archive of sample calls, and everything that is looked for in it. */

searchedOfTests()
typedWords()
drawnWords()
selectedCalls()
markedWords()
