// Moves the progress bar of a job; when the job has ended, its page says so.
"use strict";
(() => {
  const card = document.querySelector("[data-job]");
  const bar = document.getElementById("bar");
  const message = document.getElementById("job-message");
  const count = document.getElementById("job-count");
  const ask = asking(() => message);

  async function look() {
    try {
      const job = await ask(card.dataset.job);
      if (job.state !== "running") {
        location.reload();
        return;
      }
      message.textContent = job.message || "Working";
      if (job.total) {
        bar.max = job.total;
        bar.value = job.done;
        count.textContent = job.total === 100 ? `${job.done} %` : `${job.done} of ${job.total}`;
      }
    } catch {
      // The line says so, and it is asked again.
    }
    setTimeout(look, 800);
  }
  look();
})();
