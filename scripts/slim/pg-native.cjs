// The driver in C, which nobody here has: `pg` looks for it by itself only where this is required.
throw Object.assign(new Error('there is no native driver here'), { code: 'MODULE_NOT_FOUND' })
