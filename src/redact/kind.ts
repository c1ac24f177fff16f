/** What is masked; the last four only where the call itself names them, or where they are recognized by their form. */
export type RedactKind =
  | 'phone'
  | 'email'
  | 'card'
  | 'iban'
  | 'account'
  | 'id_number'
  | 'user_id'
  | 'name'
  | 'address'
  | 'birth'
  | 'value'
