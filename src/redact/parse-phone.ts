/*
 * The one function we need of the library, in a file of its own: loaded lazily, the whole library would come along
 * (204 KB bundled instead of 128).
 */
export { type CountryCode, type PhoneNumber, parsePhoneNumberFromString as parsePhone } from 'libphonenumber-js/min'
