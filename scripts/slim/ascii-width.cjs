// cli-progress measures its line, to cut it at the edge of the screen. Ours is of signs that are one column wide.
module.exports = text => text.length
