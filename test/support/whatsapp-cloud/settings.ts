/** What the stand-in is told of a bot. */
export const cloudSettings = {
  token: "EAAtest-token",
  phoneNumberId: "106540352242922",
  wabaId: "102290129340398",
  appSecret: "f123456789abcdef0123456789abcdef",
  verifyToken: "made-up-for-the-handshake",
};
