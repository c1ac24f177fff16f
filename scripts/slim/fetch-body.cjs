// For bodies of requests that are forms or streams, undici needs a good part of fetch. This client sends texts at most.
exports.extractBody = () => {
  throw new TypeError('bodies of requests are texts here')
}
