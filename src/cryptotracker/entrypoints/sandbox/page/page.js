// Show what the sandbox is and does every two seconds, and tell it what to do.
"use strict";

const AGAIN_MILLISECONDS = 2000;
const at = (id) => document.getElementById(id);

async function tell(method, route, body) {
  const asked = { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) };
  const answer = await fetch(`/control/${route}`, asked);
  const text = await answer.text();
  const said = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Error(said?.detail ?? `it answered ${answer.status}`);
  return said;
}

async function act(words, method, route, body) {
  try {
    await tell(method, route, body);
    at("said").textContent = words;
    await show();
  } catch (error) {
    at("said").textContent = `That was not done: ${error.message}`;
  }
}

function made(name, text, className) {
  const found = document.createElement(name);
  if (text !== undefined) found.textContent = text;
  if (className) found.className = className;
  return found;
}

function row(...cells) {
  const found = made("tr");
  found.append(...cells);
  return found;
}

/** Keep the rows of a table whose parts one may be using; make each once, and only change what it says. */
function rows(body, wanted, make, change) {
  for (const each of [...body.children]) if (!wanted.some((one) => one.name === each.dataset.name)) each.remove();
  for (const each of wanted) {
    let found = [...body.children].find((one) => one.dataset.name === each.name);
    if (!found) {
      found = make(each);
      found.dataset.name = each.name;
      body.append(found);
    }
    change(found, each);
  }
}

function standIn(service) {
  const what = made("td", service.title);
  what.append(made("div", service.does, "faint"));
  const where = made("td");
  where.append(made("code", service.address));
  if (service.settings.length) {
    const details = made("details");
    details.append(made("summary", "Settings that lead here"), made("pre", service.settings.join("\n")));
    where.append(details);
  }
  return row(what, where, made("td", "", "figure"), service.faults.length ? wrongs(service) : made("td", "by its name", "faint"));
}

function wrongs(service) {
  const choice = made("select");
  choice.setAttribute("aria-label", `What ${service.title} does wrong`);
  for (const fault of ["", ...service.faults]) {
    const option = made("option", fault ? fault.replaceAll("_", " ") : "nothing");
    option.value = fault;
    choice.append(option);
  }
  choice.addEventListener("change", () => {
    const words = choice.value ? `${service.title}: ${choice.value.replaceAll("_", " ")}.` : `${service.title} does nothing wrong.`;
    void act(words, "PUT", `faults/${service.name}`, { fault: choice.value });
  });
  const found = made("td");
  found.append(choice);
  return found;
}

function changeStandIn(found, service) {
  found.cells[2].textContent = service.asked;
  found.className = service.fault ? "wrong" : "";
  const choice = found.querySelector("select");
  if (choice && choice !== document.activeElement) choice.value = service.fault;
}

function letter(each) {
  const found = made("li");
  const head = made("div", `${each.service} to ${each.to}${each.title ? `: ${each.title}` : ""}`);
  found.append(head, made("div", new Date(each.at).toISOString().replace("T", " ").slice(0, 19) + " UTC", "faint"), made("pre", each.text));
  for (const [name, text] of Object.entries(each.facts)) found.append(made("div", `${name}: ${text}`, "faint"));
  return found;
}

function assets(names) {
  for (const choice of document.querySelectorAll("select[name=asset]")) {
    const wanted = choice.form.id === "move" ? ["all", ...names] : names;
    if ([...choice.options].map((each) => each.value).join() === wanted.join()) continue;
    choice.replaceChildren(...wanted.map((name) => made("option", name)));
  }
}

async function show() {
  const [services, prices, outbox] = await Promise.all(["services", "prices", "outbox"].map((route) => tell("GET", route)));
  rows(at("stand-ins"), services, standIn, changeStandIn);
  const list = Object.entries(prices).map(([name, { usd }]) => ({ name, usd }));
  rows(at("prices"), list, ({ name }) => row(made("td", name), made("td", "", "figure")), (found, { usd }) => {
    found.cells[1].textContent = usd;
  });
  assets(Object.keys(prices));
  if (at("delivered").dataset.newest !== String(outbox[0]?.number)) {
    at("delivered").replaceChildren(...outbox.map(letter));
    at("delivered").dataset.newest = String(outbox[0]?.number);
  }
}

function onSubmit(id, work) {
  at(id).addEventListener("submit", (event) => {
    event.preventDefault();
    void work(Object.fromEntries(new FormData(event.target)));
  });
}

onSubmit("set", ({ asset, usd }) => act(`${asset} costs $${usd}.`, "PUT", `prices/${asset}`, { usd }));
onSubmit("move", ({ asset, percent, seconds }) => move(asset, percent, seconds));
onSubmit("write", ({ text }) => act("The bot was told.", "POST", "telegram/messages", { text }));
at("again").addEventListener("click", () => act("Prices are as they began.", "DELETE", "prices"));
at("forget").addEventListener("click", () => act("The outbox is empty.", "DELETE", "outbox"));
for (const each of document.querySelectorAll("[data-move]"))
  each.addEventListener("click", () => move(each.dataset.move, each.dataset.percent, each.dataset.seconds));

function move(asset, percent, seconds) {
  return act(`${asset === "all" ? "Every price" : asset} moves by ${percent.replace("-", "−")}% in ${seconds} seconds.`, "PUT", `moves/${asset}`, { percent, seconds: Number(seconds) });
}

async function showForEver() {
  try {
    if (!document.hidden) await show();
  } catch {
    at("said").textContent = "The sandbox does not answer.";
  }
  setTimeout(showForEver, AGAIN_MILLISECONDS);
}

void showForEver();
