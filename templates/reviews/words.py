"""The ten questions of a review, the answers and the verdicts in words."""

from collections.abc import Mapping

from bot.domain.practices import Answer, Criterion, Label, Verdict

# The EU's criteria of a good practice as questions a colleague can answer.
QUESTIONS: Mapping[Criterion, str] = {
    Criterion.RELEVANCE: "Does it matter to other regions?",
    Criterion.DESIGN: "Is it clear what is done, and for whom?",
    Criterion.EVIDENCE: "Does it rest on evidence or a sound idea?",
    Criterion.ETHICS: "Does it respect people and their data?",
    Criterion.EFFECTIVENESS: "Does it work, for a fair effort?",
    Criterion.EQUITY: "Does it reach those who need it most?",
    Criterion.TRANSFERABILITY: "Can others take it over?",
    Criterion.SUSTAINABILITY: "Will it go on without its first funding?",
    Criterion.COLLABORATION: "Do sectors work together in it?",
    Criterion.PARTICIPATION: "Had those concerned a say in it?",
}
HINTS: Mapping[Criterion, str] = {
    Criterion.RELEVANCE: "A need that others have too, or a strategy it serves.",
    Criterion.DESIGN: "Aims, steps, those who take part, the time it took.",
    Criterion.EVIDENCE: "Figures, a study, or at least a reason to expect it.",
    Criterion.ETHICS: "Consent, privacy, no harm, conflicts of interest said.",
    Criterion.EFFECTIVENESS: "Results against aims, and what it costs.",
    Criterion.EQUITY: "Rural areas, older people, people with little money.",
    Criterion.TRANSFERABILITY: "What is needed elsewhere is said.",
    Criterion.SUSTAINABILITY: "Money, people and rules for the years to come.",
    Criterion.COLLABORATION: "Health, research, companies, authorities.",
    Criterion.PARTICIPATION: "Patients, staff or citizens took part.",
}
ANSWERS: Mapping[Answer, str] = {
    Answer.YES: "Yes",
    Answer.PARTLY: "Partly",
    Answer.NO: "No",
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.ACCEPT: "Accept it",
    Verdict.CHANGES: "Ask for changes",
    Verdict.DECLINE: "Do not accept it",
}
SAID: Mapping[Verdict, str] = {
    Verdict.ACCEPT: "would accept it",
    Verdict.CHANGES: "asks for changes",
    Verdict.DECLINE: "would not accept it",
}
LABELS: Mapping[Label, str] = {
    Label.GOOD: "Good practice: it works, and it is shown",
    Label.PROMISING: "Promising practice: it works, evidence is still thin",
    Label.LESSONS_LEARNT: "Lessons learnt: what went wrong teaches others",
}
