// One phone: its messages and their cost.

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

/** A random number of up to 15 digits, as the service requires. */
function newPerson() {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return String((high % 2 ** 17) * 2 ** 32 + low + 1);
}

async function post(message) {
  const response = await fetch("/preview/say", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  }).catch(() => {
    throw new Error("The service does not answer: is it running?");
  });
  const result = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(result.detail ?? `The service answered with ${response.status}.`);
  return result;
}

export class Phone {
  /** `page` has hints() for the service, costOf(segments, alphabet), and listeners(phone): the phones that get a typed text. */
  constructor(section, page) {
    this.page = page;
    this.kind = section.dataset.phone;
    this.section = section;
    this.log = section.querySelector(".log");
    this.input = section.querySelector("textarea");
    section.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    section.querySelector(".start")?.addEventListener("click", () => this.post({ start: true }, "/start"));
    this.restart();
  }

  restart() {
    this.person = newPerson();
    this.turn = Promise.resolve();
    this.waiting = 0;
    this.log.replaceChildren();
    this.log.ariaBusy = "false";
    this.count();
  }

  send() {
    const words = this.input.value;
    if (!words.trim()) return;
    this.input.value = "";
    for (const phone of this.page.listeners(this)) phone.post({ words }, words);
  }

  /** Show the user's message at once, and later the reply; turns run one after the other. */
  post(content, shown) {
    const person = this.person;
    const message = { phone: this.kind, person, ...this.page.hints(), ...content };
    const mine = this.show("mine", shown);
    this.wait(1);
    this.turn = this.turn
      .then(() => post(message))
      .then((result) => person === this.person && this.receive(result, mine))
      .catch((error) => person === this.person && this.note(error.message))
      .finally(() => person === this.person && this.wait(-1));
  }

  receive({ replies, written, erased }, mine) {
    if (erased) this.log.replaceChildren();
    if (written) this.price(mine, "in", written);
    for (const reply of replies) {
      const bubble = this.show("theirs", reply.text);
      if (reply.segments) this.price(bubble, "out", reply);
      if (reply.choices.length) bubble.after(this.buttons(reply.choices));
    }
    if (!replies.length) this.note("No answer. By SMS the network itself answers STOP, HELP and words like them.");
    this.count();
    this.scrollTo(mine);
  }

  /** Buttons that are disabled as soon as one of them is pressed, as on Telegram. */
  buttons(choices) {
    const row = element("div", { className: "choices" });
    for (const { label, token } of choices) {
      const button = element("button", { type: "button", dir: "auto", className: label.length > 16 ? "long" : "", textContent: label });
      button.addEventListener("click", () => {
        for (const other of row.children) other.disabled = true;
        button.classList.add("pressed");
        this.input.focus();
        this.post({ choice: token }, label);
      });
      row.append(button);
    }
    return row;
  }

  show(side, text) {
    const who = element("span", { className: "unseen", textContent: side === "mine" ? "Written: " : "Answer: " });
    const bubble = element("div", { className: `message ${side}` }, who, element("p", { dir: "auto", textContent: text }));
    this.log.append(bubble);
    this.scrollTo(bubble);
    return bubble;
  }

  note(text) {
    const line = element("p", { className: "note", textContent: text });
    this.log.append(line);
    this.scrollTo(line);
  }

  price(bubble, way, { segments, alphabet }) {
    const line = element("p", { className: "cost" });
    Object.assign(line.dataset, { way, segments, alphabet });
    bubble.append(line);
  }

  /** Update all costs and totals, for example after a change of the price. */
  count() {
    const total = { in: 0, out: 0 };
    for (const line of this.log.querySelectorAll(".cost")) {
      const segments = Number(line.dataset.segments);
      total[line.dataset.way] += segments;
      line.textContent = this.page.costOf(segments, line.dataset.alphabet);
    }
    for (const [way, segments] of Object.entries({ ...total, all: total.in + total.out })) {
      const shown = this.section.querySelector(`.totals .${way}`);
      if (shown) shown.textContent = this.page.costOf(segments);
    }
  }

  wait(more) {
    this.waiting += more;
    this.log.ariaBusy = String(this.waiting > 0);
  }

  /** Keep the first line of a message in sight: long replies are read from there. */
  scrollTo(message) {
    this.log.scrollTop = message.offsetTop;
  }
}
