"""A query understood: what `parsing.parse` makes of what was typed."""

from dataclasses import dataclass, field
from datetime import date as Date

from portal.search.analysis import exact_form, folded, pairs, plain, spans, syllables
from portal.search.days import Span

MOST_SYLLABLES = 31
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`-word` or `-"words"`. With marks typed, only that very form is excluded (`-cần` leaves `cán`)."""

    words: tuple[str, ...]
    exact: str = ""


@dataclass(slots=True)
class Branch:
    """One side of an OR: what a hit should hold.

    `words`: distinct folded syllables in order, a prefix with its `*`; `shown`: each as typed; `pairs`: distinct
    neighbours; `exact`: the marked form of a word where one was typed; `whole`: all syllables in order.
    `guessed`: not typed, but what may have been meant.
    """

    words: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    pairs: list[str] = field(default_factory=list)
    exact: dict[str, str] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    guessed: bool = False

    def add(self, text: str) -> list[str]:
        """Take in running text, up to MOST_SYLLABLES different ones in all; the syllables taken."""
        taken: list[str] = []
        for match in spans(text):
            word = folded(match.group())
            if not self._room_for(word, match.group()):
                break
            if form := exact_form(match.group()):
                self.exact.setdefault(word, form)
            taken.append(word)
            if len(taken) == LONGEST_TEXT // 10:
                break
        self.pairs.extend(pair for pair in dict.fromkeys(pairs(taken)) if pair not in self.pairs)
        del self.pairs[MOST_SYLLABLES:]
        self.whole.extend(taken)
        return taken

    def begin(self, word: str) -> None:
        """Take in a prefix (`nghị*`): its last syllable may go on."""
        *before, last = [match.group() for match in spans(word)]
        self.add(" ".join(before))
        self._room_for(f"{plain(last)}*", f"{word}*")

    def _room_for(self, word: str, shown: str) -> bool:
        if word not in self.shown:
            if len(self.words) == MOST_SYLLABLES:
                return False
            self.words.append(word)
            self.shown[word] = shown
        return True


@dataclass(slots=True)
class Wanted:
    """A query in parts. `hints` are keys nobody knows, searched as words, `no_days` what stood for a day and is none;
    `soft` the words taken for days."""

    branches: list[Branch] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    facets: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    since: Date | None = None
    until: Date | None = None
    soft: str = ""
    hints: list[str] = field(default_factory=list)
    no_days: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """Every word of every branch."""
        return list(dict.fromkeys(word for branch in self.branches for word in branch.words))

    @property
    def pairs(self) -> list[str]:
        """Every pair of every branch."""
        return list(dict.fromkeys(pair for branch in self.branches for pair in branch.pairs))

    @property
    def only(self) -> Branch:
        """The one branch of a query without OR (the first of one with)."""
        return self.branches[0] if self.branches else Branch()

    def guess(self, meant: "Wanted") -> None:
        """Take in what may have been meant as another side of an OR."""
        for branch in meant.branches:
            branch.guessed = True
        self.branches += meant.branches

    @property
    def filters(self) -> bool:
        """It bounds what may be found."""
        return bool(self.facets or self.since or self.until)

    def exclude(self, text: str) -> None:
        """Remember what no hit may hold."""
        words = tuple(syllables(text)[:MOST_SYLLABLES])
        if words and len(self.exclusions) < MOST_SYLLABLES:
            self.exclusions.append(Exclusion(words, exact_form(text) if len(words) == 1 else ""))

    def within(self, key: str, span: Span) -> None:
        """Bound the date."""
        if key != "until":
            self.since = max(self.since or span[0], span[0])
        if key != "since":
            self.until = min(self.until or span[1], span[1])
