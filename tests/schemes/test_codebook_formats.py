"""A scheme as Label Studio's config, as YAML again, as guideline; and an own config as a scheme."""

from __future__ import annotations

from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import SchemeError
from annotator.models import (
    Choice,
    Kind,
    Label,
    Level,
    Question,
    RelationType,
    Scheme,
    SpanAttribute,
)
from annotator.schemes import (
    builtin_names,
    guideline_html,
    instruction_html,
    load_builtin,
    load_scheme,
    scheme_from_labelstudio_xml,
    to_xml,
    to_yaml,
)
from annotator.schemes.hotkeys import UNREACHABLE

every_scheme = pytest.mark.parametrize("name", builtin_names())


# --------------------------------------------------------------------------- Label Studio's config


@every_scheme
def test_the_config_stores_keys_and_shows_titles(name: str) -> None:
    scheme = load_builtin(name)
    root = fromstring(to_xml(scheme))
    (text,) = root.iter("Text")
    assert (text.get("name"), text.get("value")) == ("text", "$text")
    controls = list(root.iter("Labels"))
    assert len(controls) == bool(scheme.labels)
    control = controls[0] if controls else root
    assert all((one.get("name"), one.get("toName")) == ("label", "text") for one in controls)
    labels = [(e.get("alias"), e.get("value"), e.get("hotkey")) for e in control.iter("Label")]
    assert labels == [(label.key, label.title, label.hotkey) for label in scheme.labels]
    names = [element.get("name") for element in root.iter() if element.get("toName")]
    assert sorted(names) == sorted(
        [
            *(["label"] if scheme.labels else []),
            *(attribute.question.key for attribute in scheme.attributes),
            *(question.key for question in scheme.questions),
        ]
    )


def test_an_attribute_is_per_region_and_limited_to_its_labels() -> None:
    root = fromstring(to_xml(load_builtin("framing")))
    controls = {e.get("name"): e for e in root.iter() if e.get("toName") == "text"}
    assert controls["voice"].get("perRegion") == "true"
    assert controls["voice"].get("whenLabelValue") is None
    assert controls["intensity"].get("whenLabelValue") == (
        "loaded_language,name_calling,exaggeration"
    )
    assert controls["primary_frame"].get("perRegion") is None


def test_a_drop_down_list_takes_no_stray_key() -> None:
    root = fromstring(to_xml(load_builtin("framing")))
    (frames,) = (e for e in root.iter("Choices") if e.get("name") == "primary_frame")
    assert frames.get("layout") == "select"
    assert {choice.get("hotkey") for choice in frames} == {UNREACHABLE}


def test_a_required_question_says_so_and_a_number_has_its_bounds() -> None:
    asked = Question(
        "length", "Length", Kind.NUMBER, Level.RATIO, required=True, minimum=0, maximum=9.5
    )
    scheme = replace(load_builtin("ptc14"), questions=(asked,))
    (number,) = fromstring(to_xml(scheme)).iter("Number")
    assert (number.get("min"), number.get("max")) == ("0", "9.5")
    assert number.get("required") == "true"
    assert number.get("requiredMessage") == "Please answer “Length” before you submit."


# --------------------------------------------------------------------------- guideline


@every_scheme
def test_the_guideline_tells_everything_the_codebook_says(name: str) -> None:
    scheme = load_builtin(name)
    html = guideline_html(scheme)
    assert "\n\n" not in html
    assert "$" not in html
    for label in scheme.labels:
        assert f"<b>{label.title}</b>" in html
    for label in scheme.labels:
        assert f"<b>{label.title}</b>" in instruction_html(scheme)


def test_the_guideline_tells_by_titles_what_is_asked_when_and_what_is_joined() -> None:
    dependent = guideline_html(load_builtin("entity_framing"))
    assert "<b>Protagonist: which</b> (only when “Main role” is Protagonist)" in dependent
    assert "An answer is required." in dependent
    joining = load_builtin("frame_elements")
    first = joining.relations[0]
    titles = {label.key: label.title for label in joining.labels}
    (start,), (end,) = first.from_labels[-1:], first.to_labels[-1:]
    said = guideline_html(joining).partition(f"<b>{first.title}</b> (from ")[2].partition(")")[0]
    assert titles[start] in said.partition(" to ")[0]
    assert titles[end] in said.partition(" to ")[2]
    for tell in (guideline_html, instruction_html):
        assert "press Alt+R" in tell(joining)
        assert "press Alt+R" not in tell(load_builtin("framing"))


def test_what_a_codebook_says_cannot_become_markup() -> None:
    evil = replace(
        load_builtin("ptc14"),
        title="<script>",
        description="<img src=x onerror=alert(1)> costs $text",
    )
    for html in (guideline_html(evil), instruction_html(evil), to_xml(evil)):
        assert "<script>" not in html
        assert "<img" not in html
        assert "$text onerror" not in html
    assert "&#36;text" in instruction_html(evil)


# --------------------------------------------------------------------------- YAML again


@every_scheme
def test_a_codebook_written_as_yaml_reads_the_same(name: str) -> None:
    scheme = load_builtin(name)
    again = load_scheme(to_yaml(scheme), "again.yaml")
    assert replace(again, yaml="") == replace(scheme, yaml="")


words = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters='<>"$\xa0'),
    min_size=1,
    max_size=30,
).filter(lambda word: word == " ".join(word.split()))


@settings(deadline=None)
@given(keys=st.lists(words, min_size=2, max_size=5, unique=True), number=st.integers(-3, 3))
def test_any_words_survive_being_written_and_read(keys: list[str], number: int) -> None:
    choices = tuple(Choice(key, key, float(number + i)) for i, key in enumerate(keys))
    scheme = Scheme(
        name="any",
        version="1",
        title=keys[0],
        language="en",
        description=keys[1],
        source="x",
        labels=tuple(Label(key, key, definition=key, colour="#000000") for key in keys),
        attributes=(SpanAttribute(Question("a", keys[0], level=Level.ORDINAL, choices=choices)),),
        relations=(RelationType(keys[0], keys[1], (keys[0],), (keys[1],)),),
        questions=(Question("q", keys[1], Kind.TEXT, help=keys[0]),),
    )
    again = load_scheme(to_yaml(scheme), "any.yaml")
    assert replace(again, yaml="") == scheme
    fromstring(to_xml(again))


# --------------------------------------------------------------------------- an own config

OWN = """\
<View>
  <Header value="Read first"/>
  <Labels name="entities" toName="txt">
    <Label value="Person" background="red" hotkey="1" hint="A human being"/>
    <Label value="Place" alias="LOC" background="#00aa00"/>
  </Labels>
  <Text name="txt" value="$text" granularity="word"/>
  <View visibleWhen="region-selected" whenLabelValue="Person,LOC">
    <Choices name="sure" toName="txt" perRegion="true" choice="multiple">
      <Choice value="Yes" hotkey="q"/><Choice value="No" alias="n"/>
    </Choices>
  </View>
  <TextArea name="remark" toName="txt" required="true"/>
  <Number name="count" toName="txt" min="0" max="10"/>
  <Rating name="stars" toName="txt" maxRating="4"/>
  <Relations><Relation value="lives in"/></Relations>
</View>
"""


def test_an_own_config_becomes_a_scheme() -> None:
    scheme = scheme_from_labelstudio_xml(OWN, "own")
    assert (scheme.name, scheme.granularity) == ("own", "word")
    person, place = scheme.labels
    assert (person.key, person.hotkey, person.definition) == ("Person", "1", "A human being")
    assert (place.key, place.title, place.colour) == ("LOC", "Place", "#00aa00")
    (sure,) = scheme.attributes
    assert sure.labels == ("Person", "LOC")
    assert sure.question.kind is Kind.CHOICES
    assert [choice.key for choice in sure.question.choices] == ["Yes", "n"]
    assert [(q.key, q.kind, q.minimum, q.maximum) for q in scheme.questions] == [
        ("remark", Kind.TEXT, None, None),
        ("count", Kind.NUMBER, 0, 10),
        ("stars", Kind.NUMBER, 1, 4),
    ]
    assert scheme.questions[0].required
    assert [relation.key for relation in scheme.relations] == ["lives in"]
    assert load_scheme(scheme.yaml, "own.yaml") == scheme


@every_scheme
def test_our_own_config_is_read_back(name: str) -> None:
    scheme = load_builtin(name)
    again = scheme_from_labelstudio_xml(to_xml(scheme), name)
    assert again.label_keys == scheme.label_keys
    assert [label.group for label in again.labels] == [label.group for label in scheme.labels]
    assert [a.labels for a in again.attributes] == [a.labels for a in scheme.attributes]
    assert [q.choices[0].key for q in again.questions] == [
        q.choices[0].key for q in scheme.questions
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("</View>\n  <TextArea", "\n  <TextArea", "own.xml:18: this is not XML"),
        ("<Rating", "<Taxonomy", "own.xml:15: <Taxonomy> cannot be taken over"),
        ("<Text name", "<HyperText name", "own.xml:7: <HyperText> cannot be taken over"),
        ('hotkey="q"', 'hotkey="1"', "own.xml:9: hotkey '1' of choice 'Yes' of 'sure' is already"),
        ('alias="LOC"', 'alias="Person"', "own.xml:5: label key 'Person' is used twice"),
        ('"Person,LOC"', '"Person,PLC"', "own.xml:9: label 'PLC' is not known"),
        ("region-selected", "choice-selected", 'own.xml:8: visibleWhen="choice-selected" cannot'),
        ('max="10"', 'max="ten"', "own.xml:14: max must be a number, not 'ten'"),
        ('value="Place"', 'value="$labels"', "own.xml:5: title '$labels' must not contain $"),
        ('name="remark"', 'name="my remark"', "own.xml:13: key 'my remark' must be letters"),
        ('granularity="word"', 'granularity="page"', "own.xml:7: granularity 'page' cannot be"),
        ("<View>\n", "<!DOCTYPE x [<!ENTITY e 'x'>]>\n<View>\n", "own.xml:1: document types"),
    ],
)
def test_what_a_scheme_cannot_hold_is_refused_with_its_line(
    old: str, new: str, message: str
) -> None:
    broken = OWN.replace(old, new, 1).replace("</Rating", "</Taxonomy")
    with pytest.raises(SchemeError) as refused:
        scheme_from_labelstudio_xml(broken, "own")
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("", "own.xml:1: this is not XML"),
        ("<View/>", "own.xml:1: the config has no Text tag"),
        ("<View><Text name='t' value='$text'/></View>", "own.xml:1: a codebook needs at least"),
        ("<View><Text name='t'/><Text name='u'/></View>", "own.xml:1: a second Text tag"),
        ("<View>" + " " * 1_000_000 + "</View>", "own.xml:1: the config has more than 1,000,000"),
    ],
)
def test_a_config_that_shows_no_article_is_refused(xml: str, message: str) -> None:
    with pytest.raises(SchemeError) as refused:
        scheme_from_labelstudio_xml(xml, "own")
    assert str(refused.value).startswith(message)
