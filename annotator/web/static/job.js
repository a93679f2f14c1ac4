// Moves the progress bar of a job; when the job has ended, its page says so.
"use strict";
(() => {
  const card = document.querySelector("[data-job]");
  const bar = document.getElementById("bar");
  const message = document.getElementById("job-message");
  const count = document.getElementById("job-count");

  async function look() {
    try {
      const answer = await fetch(card.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const job = await answer.json();
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
      message.textContent = "No answer from the server just now; trying again.";
    }
    setTimeout(look, 800);
  }
  look();
})();
