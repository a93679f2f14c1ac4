// Sends files one by one, so that each has its progress and one bad file stops no other.
// Without JavaScript the form sends them all at once.
"use strict";
(() => {
  const form = document.getElementById("upload-form");
  const drop = document.getElementById("drop");
  const input = document.getElementById("files");
  const sending = document.getElementById("sending");
  const bar = document.getElementById("sent");
  const words = document.getElementById("sent-words");
  const list = document.getElementById("sent-files");
  const button = document.getElementById("send-files");

  document.getElementById("drop-words").hidden = false;
  button.hidden = true;

  // How many pages or rows of the file are read, asked while its answer is awaited.
  const ticket = Array.from(crypto.getRandomValues(new Uint8Array(8)), (one) => one.toString(16)).join("");
  async function tellHowFar(file) {
    const answer = await fetch(`${location.pathname}reading/${ticket}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { read } = await answer.json();
    if (read) words.textContent = `Reading ${file.name}: ${read.toLocaleString("en")} read so far`;
  }

  function send(file, upload, onProgress) {
    return new Promise((resolve, reject) => {
      const data = new FormData();
      data.append("files", file);
      data.append("ticket", ticket);
      if (upload) data.append("upload", upload);
      const request = new XMLHttpRequest();
      request.open("POST", location.pathname);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", form.dataset.csrf);
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      });
      request.addEventListener("load", () => {
        if (request.status === 200 && request.response) resolve(request.response);
        else reject(new Error((request.response && request.response.error) || `status ${request.status}`));
      });
      request.addEventListener("error", () => reject(new Error("no answer from the server")));
      request.send(data);
    });
  }

  function say(text, bad) {
    const item = document.createElement("li");
    item.textContent = (bad ? "Refused: " : "Read: ") + text;
    list.append(item);
  }

  async function sendAll(files) {
    if (!files.length) return;
    input.disabled = true;
    sending.hidden = false;
    bar.max = files.length;
    let upload = "";
    let preview = "";
    for (const [index, file] of [...files].entries()) {
      words.textContent = `Sending ${file.name} (${index + 1} of ${files.length})`;
      const asking = setInterval(() => { tellHowFar(file).catch(() => {}); }, 1000);
      try {
        const answer = await send(file, upload, (part) => { bar.value = index + part * 0.95; });
        upload = answer.upload;
        preview = answer.preview;
        for (const refusal of answer.refusals) say(`${refusal.name}: ${refusal.reason}`, true);
        const more = answer.refused - answer.refusals.length;
        if (more > 0) say(`${more.toLocaleString("en")} more of ${file.name}: the next page says why`, true);
        if (answer.articles) say(`${file.name}: ${answer.articles} article${answer.articles === 1 ? "" : "s"}`, false);
      } catch (error) {
        say(`${file.name}: ${error.message}`, true);
      } finally {
        clearInterval(asking);
      }
      bar.value = index + 1;
    }
    if (preview) {
      words.textContent = "Read. The preview opens now.";
      location.assign(preview);
    } else {
      words.textContent = "None of the files could be read.";
      input.disabled = false;
      input.value = "";
      input.focus(); // it was lost while the field rested
    }
  }

  input.addEventListener("change", () => sendAll(input.files));
  form.addEventListener("submit", (event) => { event.preventDefault(); sendAll(input.files); });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", (event) => { event.preventDefault(); sendAll(event.dataTransfer.files); });
  // A file dropped beside the field must not replace the page.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
})();
