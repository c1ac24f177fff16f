// The SDK brings a validator of JSON Schema for forms that a server sends to its client. This one sends none.
class NoValidator {
  getValidator() {
    throw new Error('this server sends no forms')
  }
}

export { NoValidator as n }
