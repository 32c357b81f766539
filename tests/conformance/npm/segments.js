// Read JSON strings, one a line; print [encoding, segments] for each, as Twilio's calculator counts it.
const readline = require("node:readline");
const { SegmentedMessage } = require("sms-segments-calculator");

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const message = new SegmentedMessage(JSON.parse(line), "auto");
  console.log(JSON.stringify([message.encodingName, message.segmentsCount]));
});
