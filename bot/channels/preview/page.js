// Two phones. The browser stores nothing: each load or restart creates two new users.

import { Phone } from "/preview/phone.js";

const setting = (id) => document.getElementById(id);

/** "2 segments, 0.16 EUR"; without a price only the segments. */
function costOf(segments, alphabet) {
  const price = setting("price").valueAsNumber;
  const parts = [`${segments} ${segments === 1 ? "segment" : "segments"}`];
  if (alphabet) parts.push(alphabet);
  if (price >= 0) {
    const cost = (segments * price).toFixed(4).replace(/0{1,2}$/, "");
    parts.push(`${cost} ${setting("currency").value.trim()}`.trim());
  }
  return parts.join(", ");
}

const page = {
  hints: () => ({ language: setting("language").value || null, country: setting("country").value || null }),
  costOf,
  listeners: (phone) => (setting("both").checked ? phones : [phone]),
};
const phones = [...document.querySelectorAll(".phone")].map((section) => new Phone(section, page));

function restart() {
  for (const phone of phones) phone.restart();
  setting("notice").textContent = "Restarted with two new users.";
}

setting("restart").addEventListener("click", restart);
// A phone has one language, so a change of language means another phone.
setting("language").addEventListener("change", restart);
for (const id of ["price", "currency"]) {
  setting(id).addEventListener("input", () => phones.forEach((phone) => phone.count()));
}
setting("settings").addEventListener("submit", (event) => event.preventDefault());

const lists = await (await fetch("/preview/lists")).json();
for (const [id, options] of [["language", lists.languages], ["country", lists.countries]]) {
  setting(id).append(...options.map(([value, name]) => new Option(name, value)));
}
