"""What a page must be at first sight: one heading, one solid button, an honest title, marked languages, errors that lead on."""

# Runs in the page. `tag` is the language of the page, `mark` the words before the title of a page with errors.
LOOK = """([tag, mark, faulty, letters]) => {
  const faults = [];
  const words = (one) => {
    const copy = one.cloneNode(true);
    copy.querySelectorAll('rt, rp').forEach((reading) => reading.remove());
    return copy.textContent.replace(/\\s+/g, ' ').trim();
  };
  const shown = (one) => one.getClientRects().length > 0;
  const headings = [...document.querySelectorAll('h1')];
  if (headings.length !== 1) faults.push(`${headings.length} h1`);
  const solid = [...document.querySelectorAll('.button.solid')].filter(shown);
  if (solid.length > 1) faults.push(`${solid.length} solid buttons: ${solid.map(words).join(' / ')}`);
  if (document.documentElement.lang !== tag) faults.push(`lang is ${document.documentElement.lang}`);
  if (!document.title.trim()) faults.push('no title');
  if (document.title.startsWith(mark) !== faulty) faults.push(`title: ${document.title}`);
  for (const one of document.querySelectorAll('.banner li a[href^="#"]')) {
    if (!document.getElementById(one.hash.slice(1))) faults.push(`an error leads nowhere: ${one.hash}`);
  }
  const summary = document.querySelector('.banner.bad[role="group"]');
  if (faulty && !summary && !document.querySelector('.banner.bad[role="alert"]')) faults.push('no error summary');
  // What people typed keeps its own letters: answers, inputs and names are in no language of ours.
  const typed = 'dd, td, textarea, option, del, ins, .written, .typed, [translate=no]';
  if (tag !== 'ja') {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const one = walker.currentNode.parentElement;
      // A sentence may quote what somebody typed.
      const said = walker.currentNode.data.replace(/“[^”]*”/g, '');
      if (new RegExp(letters).test(said) && shown(one)
          && one.closest('[lang]').lang === tag && !one.closest(typed)) {
        faults.push(`Japanese not marked: ${walker.currentNode.data.trim().slice(0, 40)}`);
      }
    }
  }
  return { faults, heading: headings.length ? words(headings[0]) : '', script: document.scripts.length > 0 };
}"""
# Names of people are no language's words; where staff see many of them, only kana gives a Japanese phrase away.
KANA, KANA_AND_KANJI = "[\u3040-\u30fa\u30fc-\u30ff]", "[\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff]"
# The words of one element without the readings over them.
WORDS = """(one) => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll('rt, rp').forEach((reading) => reading.remove());
  return copy.innerText.replace(/\\s+/g, ' ').trim();
}"""
