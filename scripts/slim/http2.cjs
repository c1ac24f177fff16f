// undici speaks HTTP/2 on request only (allowH2), and nobody requests it.
module.exports = () => {
  throw new Error('there is no HTTP/2 here')
}
