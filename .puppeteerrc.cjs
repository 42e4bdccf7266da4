/** Objecteur finds a browser by itself at start: none is downloaded at install. */
module.exports = { skipDownload: true };
