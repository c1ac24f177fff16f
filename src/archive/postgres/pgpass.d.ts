declare module 'pgpass' {
  namespace pgpass {
    interface Address {
      host: string
      port: number
      database: string
      user: string
    }
  }
  /** Looks the password up in the password file; undefined: there is none. */
  function pgpass(address: pgpass.Address, found: (password: string | undefined) => void): void
  export default pgpass
}
