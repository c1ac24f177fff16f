// zod brings its messages in fifty languages, a quarter of all that a start reads; ours are English.
export { default as en } from './en.js'
