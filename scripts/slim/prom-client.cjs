// Of its kinds of figures, those that src/http/metrics.ts uses; none of its ways to send them elsewhere.
exports.Counter = require('./lib/counter')
exports.Gauge = require('./lib/gauge')
exports.Histogram = require('./lib/histogram')
exports.Registry = require('./lib/registry')
exports.collectDefaultMetrics = require('./lib/defaultMetrics')
