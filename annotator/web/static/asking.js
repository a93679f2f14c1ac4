// Asks for a newer state, and says in `line()` while there is no answer; afterwards that says again what it said.
"use strict";
const asking = (line) => {
  let said = null;
  let place = null;

  return async (address) => {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      if (place === line() && said !== null) place.textContent = said;
      said = null;
      return state;
    } catch (error) {
      if (said === null) [place, said] = [line(), line().textContent];
      place.textContent = error.message === "401"
        ? "You are signed out. Sign in in another tab; then this goes on."
        : "No answer from the server just now; trying again.";
      throw error;
    }
  };
};
