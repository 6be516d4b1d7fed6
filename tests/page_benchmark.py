"""Measure the page of the running bot: `python -m tests.page_benchmark` (start it first; set BOT_* as for the bot).

Sends questions in Debian's chromium and prints the time from send to the paint of the answer.
"""

from __future__ import annotations

import os
import statistics

from playwright.sync_api import sync_playwright

from bot.settings import load_settings

QUESTIONS = [
    "how long is the TFM training?",
    "who pays for the travel?",
    "how does an agency join?",
    "what is a detainer?",
    "may an officer stop a car to check immigration status?",
    "how can an agreement be ended?",
    "who is liable for what officers do?",
    "what does taking part cost the agency?",
    "where do complaints go?",
    "what is the difference between the three models?",
]
ROUNDS = 4

# From the press of Send to the frame after the one in which the answer was put on the page
MEASURE = """(question) => new Promise((resolve) => {
    const log = document.getElementById('log');
    const count = () => log.querySelectorAll('article.bot:not(.typing)').length;
    const before = count();
    document.getElementById('text').value = question;
    const started = performance.now();
    const observer = new MutationObserver(() => {
        if (count() === before) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
    });
    observer.observe(log, {childList: true});
    document.querySelector('.ask .send').click();
})"""


def main() -> None:
    """Run the benchmark and print the figures, in milliseconds."""
    with sync_playwright() as playwright:
        arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        times: list[float] = []
        for number in range(ROUNDS + 1):
            page = browser.new_page()
            page.goto(load_settings().web_url)
            found = [page.evaluate(MEASURE, question) for question in QUESTIONS]
            # the first round warms the processes up
            times += found if number else []
            page.close()
        browser.close()
    times.sort()
    middle, late = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"send to painted: median {middle:.0f} ms, 95th percentile {late:.0f} ms ({len(times)} answers)")


if __name__ == "__main__":
    main()
