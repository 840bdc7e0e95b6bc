"""Sentences in forms and messages."""

from scenarios_buttons import bare_view

from templates.messages import PROBLEM, with_problem


def test_a_sentence_on_top_of_a_form_takes_no_field_away():
    view = bare_view("any")
    view["blocks"][0]["block_id"] = "problem"  # what a practice is about

    told = with_problem(view, "Not <now>.")

    assert [block["block_id"] for block in told["blocks"]] == [PROBLEM, "problem"]
    assert told["blocks"][0]["text"]["text"] == ":warning: Not &lt;now&gt;."


def test_a_second_sentence_takes_the_place_of_the_first():
    once = with_problem(bare_view("any"), "One.")

    twice = with_problem(once, "Two.")

    assert [block["block_id"] for block in twice["blocks"]] == [PROBLEM, "forged"]
    assert "Two." in twice["blocks"][0]["text"]["text"]
